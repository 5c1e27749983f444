//! Replies by status, and the error codes that come with them.

use super::Context;
use super::schemas::Schemas;
use crate::api::{ErrorCode, Reply, ReplyBody, ReplyCode, ReplyHeader, Status, Type};
use crate::names::{Unique, camel, snake};
use crate::openapi::{OperationAt, codes_in_description, follow, header, is_json};
use crate::tree::Node;

/// The API's error codes so far.
pub(super) struct Codes {
    names: Unique,
    codes: Vec<ErrorCode>,
}

impl Codes {
    pub(super) fn new() -> Self {
        Self { names: Unique::without(&["Other"]), codes: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<ErrorCode> {
        self.codes
    }

    fn place(&mut self, value: &str, meaning: Option<&str>) -> usize {
        if let Some((place, known)) = self.codes.iter_mut().enumerate().find(|(_, code)| code.value == value)
        {
            known.meaning = known.meaning.take().or_else(|| meaning.map(str::to_owned));
            return place;
        }
        let variant = self.names.give(camel(value));
        self.codes.push(ErrorCode { value: value.to_owned(), variant, meaning: meaning.map(str::to_owned) });
        self.codes.len() - 1
    }
}

/// The replies of an operation.
pub(super) struct Replies {
    /// Each read in one way.
    pub(super) whole: Vec<Reply>,
    /// The same with a success as a stream that can also be read whole, where there is one.
    pub(super) streamed: Option<Vec<Reply>>,
    /// The headers that they document.
    pub(super) headers: Vec<ReplyHeader>,
}

/// The replies of an operation.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    codes: &mut Codes,
    at: OperationAt<'t>,
    id: &str,
) -> Replies {
    let mut variants = Unique::default();
    let mut replies = Vec::new();
    let mut streams: Vec<(usize, ReplyBody, Option<String>)> = Vec::new();
    let mut headers = Headers { names: Unique::without(&["read"]), headers: Vec::new() };
    let section = context.get(at.node, "responses").and_then(Node::as_object);
    let keys = section.into_iter().flatten().filter_map(|(key, _)| Status::parse(key));
    let has_success = keys.clone().any(Status::is_success);
    for (key, reply) in section.into_iter().flatten() {
        let Some(status) = Status::parse(key) else { continue };
        context.census.read(reply);
        let shared = reply.reference().and_then(Node::as_str).and_then(|text| text.rsplit('/').next());
        let node = context.follow(reply);
        let description = context.prose(node, "description").unwrap_or_default();
        // Without a success of its own, `default` is what a call that went well replies, and one that did not.
        let is_both = status == Status::Default && !has_success;
        let success = status.is_success() || is_both;
        let variant = variants.give(variant(status));
        let path = shared.map_or_else(
            || if success { format!("{id} reply") } else { format!("{id} {variant}") },
            str::to_owned,
        );
        let has_body = at.method != "head" && !matches!(status, Status::Code(100..=199 | 204 | 205 | 304));
        let Bodies { body, media_type, stream } = body(context, schemas, node, &path, has_body, success);
        let codes = reply_codes(context, codes, node, &description);
        headers.read(context, schemas, node, id);
        if let Some(links) = context.get(node, "links") {
            context.unread(links, "links", "links are not carried over");
        }
        let reply = Reply { status, success, variant, description, body, media_type, codes };
        if is_both {
            // An error is read whole, whatever it is.
            let body = if reply.body.is_stream() { ReplyBody::Bytes } else { reply.body.clone() };
            replies.push(Reply { success: false, body, ..reply.clone() });
        }
        streams.extend(stream.map(|(body, media_type)| (replies.len(), body, media_type)));
        replies.push(reply);
    }
    if !replies.iter().any(|reply| reply.success) {
        replies.push(any_success(&mut variants));
    }
    let mut streamed = (!streams.is_empty()).then(|| replies.clone());
    for (place, body, media_type) in streams {
        if let Some(reply) = streamed.as_mut().and_then(|replies| replies.get_mut(place)) {
            (reply.body, reply.media_type) = (body, media_type);
        }
    }
    Replies { whole: replies, streamed, headers: headers.headers }
}

/// A call can go well also where the document only says how it fails.
fn any_success(variants: &mut Unique) -> Reply {
    Reply {
        status: Status::Class(2),
        success: true,
        variant: variants.give("Success".to_owned()),
        description: "The document does not say what a success is.".to_owned(),
        body: ReplyBody::Empty,
        media_type: None,
        codes: Vec::new(),
    }
}

/// How a reply's body is read.
struct Bodies {
    body: ReplyBody,
    /// The media type that is asked for.
    media_type: Option<String>,
    /// Another way: as a stream of items.
    stream: Option<(ReplyBody, Option<String>)>,
}

/// What a reply holds, and the media type of it: JSON where there is a choice, then text, then bytes. Items of a stream
/// are another way to read it, unless they are the only one.
fn body<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    node: &'t Node,
    path: &str,
    has_body: bool,
    success: bool,
) -> Bodies {
    let nothing = Bodies { body: ReplyBody::Empty, media_type: None, stream: None };
    let Some(content) = context.get(node, "content").and_then(Node::as_object) else { return nothing };
    if !has_body {
        content.values().for_each(|media| context.census.read_whole(media));
        return nothing;
    }
    let Some((name, media)) = content.iter().min_by_key(|(name, _)| rank(name)) else { return nothing };
    let is_other = |other: &String| success && !is_items(name) && is_items(other);
    let other = content.iter().find(|(other, _)| *other != name && is_other(other));
    for (unread, media) in content.iter().filter(|(unread, _)| *unread != name) {
        if other.is_none_or(|(other, _)| other != unread) {
            context.unread(media, "other-media-type", &format!("`{unread}` is not asked for: `{name}` is"));
        }
    }
    let stream = other.map(|(name, media)| {
        (of_media_type(context, schemas, name, media, &format!("{path} item"), success), essence(name))
    });
    let body = of_media_type(context, schemas, name, media, path, success);
    Bodies { body, media_type: essence(name), stream }
}

fn of_media_type<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    name: &str,
    media: &'t Node,
    path: &str,
    success: bool,
) -> ReplyBody {
    context.census.read(media);
    let schema = context.get(media, "schema");
    let is_any = name == "*/*" && schema.is_some_and(|schema| is_structured(context.root, schema));
    match ((is_json(name) && !is_items(name)) || is_any, schema) {
        (true, Some(schema)) => ReplyBody::Json(schemas.whole_use(context, path, schema).whole()),
        (true, None) => ReplyBody::Json(Type::Any),
        (false, schema) if success && is_items(name) => {
            // A text that is said to be an event is the event's data.
            let ty = schema.map_or(Type::Text, |schema| schemas.whole_use(context, path, schema).ty);
            match (is_events(name), ty) {
                (true, ty) => ReplyBody::Events(ty),
                // A line of JSON is any JSON where the document has no more to say than that it is text.
                (false, Type::Text) => ReplyBody::Lines(Type::Any),
                (false, ty) => ReplyBody::Lines(ty),
            }
        }
        (false, schema) => {
            super::bodies::handed_over(context, schema);
            match () {
                () if is_text(name) => ReplyBody::Text,
                () if success => ReplyBody::Stream,
                () => ReplyBody::Bytes,
            }
        }
    }
}

fn is_events(media_type: &str) -> bool {
    essence(media_type).is_some_and(|name| name.eq_ignore_ascii_case("text/event-stream"))
}

/// Whether a media type is a stream of items: server-sent events, or JSON line by line.
fn is_items(media_type: &str) -> bool {
    const LINES: [&str; 8] = [
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-json-stream",
        "application/stream+json",
        "application/json-seq",
    ];
    let name = essence(media_type).unwrap_or_default().to_ascii_lowercase();
    is_events(media_type) || LINES.contains(&name.as_str())
}

/// A media type without its parameters, if it is one.
fn essence(media_type: &str) -> Option<String> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+/*".contains(&byte);
    (essence.contains('/') && essence.bytes().all(plain)).then(|| essence.to_owned())
}

/// Whether a schema describes something that text and bytes could not hold.
fn is_structured(root: &Node, schema: &Node) -> bool {
    let target = follow(root, schema).unwrap_or(schema);
    !matches!(target.get("type").and_then(Node::as_str), Some("string"))
        && target.as_object().is_some_and(|keys| !keys.is_empty())
}

fn rank(media_type: &str) -> usize {
    match media_type {
        "application/json" => 0,
        name if is_items(name) => 4,
        name if is_json(name) => 1,
        name if is_text(name) => 2,
        _ => 3,
    }
}

fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (essence.starts_with("text/") && essence != "text/event-stream")
        || essence.ends_with("xml")
        || essence.ends_with("/xml")
}

/// The headers of an operation's replies so far.
struct Headers {
    names: Unique,
    headers: Vec<ReplyHeader>,
}

impl Headers {
    /// Reads the headers of one reply, but for the one with the codes, which are read from every error. A header that
    /// several replies have is what the first of them says.
    fn read<'t>(&mut self, context: &mut Context<'t>, schemas: &mut Schemas<'t>, reply: &'t Node, id: &str) {
        let section = context.get(reply, "headers").and_then(Node::as_object);
        for (name, header) in section.into_iter().flatten() {
            let codes = context.config.errors.code_header.as_ref();
            if codes.is_some_and(|codes| codes.eq_ignore_ascii_case(name)) {
                continue;
            }
            context.census.read(header);
            let node = context.follow(header);
            let description = context.prose(node, "description");
            for key in ["required", "style", "explode", "deprecated", "allowEmptyValue"] {
                context.get(node, key);
            }
            // The media type's own header says nothing that the reply's type does not.
            let is_known = self.headers.iter().any(|known| known.wire.eq_ignore_ascii_case(name));
            let schema = context.get(node, "schema");
            if let Some(content) = context.get(node, "content") {
                context.census.read_whole(content);
            }
            let path = format!("{id} header {name}");
            let ty = schema.map_or(Type::Text, |schema| schemas.whole_use(context, &path, schema).ty);
            if !is_known {
                let (wire, name) = (name.to_ascii_lowercase(), self.names.give(snake(name)));
                self.headers.push(ReplyHeader { wire, name, description, ty });
            }
        }
    }
}

fn reply_codes<'t>(
    context: &mut Context<'t>,
    codes: &mut Codes,
    node: &'t Node,
    description: &str,
) -> Vec<ReplyCode> {
    let errors = &context.config.errors;
    let pattern = errors.code_in_description.as_deref().unwrap_or_default();
    let said = codes_in_description(description, pattern);
    let Some(header) = errors.code_header.as_deref().and_then(|name| header(node, name)) else {
        return Vec::new();
    };
    context.census.read(header);
    let header = context.follow(header);
    context.get(header, "description");
    let Some(schema) = context.get(header, "schema") else { return Vec::new() };
    let schema = context.follow(schema);
    context.get(schema, "type");
    context.get(schema, "description");
    let mut listed = Vec::new();
    for item in context.items(schema, "enum") {
        let Some(value) = item.as_str() else { continue };
        let meaning = said.iter().find(|(code, _)| *code == value).map(|(_, meaning)| *meaning);
        let meaning = meaning.filter(|meaning| !meaning.is_empty());
        listed.push(ReplyCode { code: codes.place(value, meaning), meaning: meaning.map(str::to_owned) });
    }
    listed
}

/// The name of a status: its reason phrase where it has one.
fn variant(status: Status) -> String {
    match status {
        Status::Default => "Default".to_owned(),
        Status::Class(4) => "ClientError".to_owned(),
        Status::Class(2) => "Success".to_owned(),
        Status::Class(5) => "ServerError".to_owned(),
        Status::Class(3) => "Redirection".to_owned(),
        Status::Class(class) => format!("Class{class}"),
        Status::Code(code) => match REASONS.iter().find(|(known, _)| *known == code) {
            Some((_, reason)) => (*reason).to_owned(),
            None => format!("Status{code}"),
        },
    }
}

/// Reason phrases ([IANA](https://www.iana.org/assignments/http-status-codes/)).
const REASONS: [(u16, &str); 49] = [
    (101, "SwitchingProtocols"),
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritativeInformation"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (402, "PaymentRequired"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (405, "MethodNotAllowed"),
    (406, "NotAcceptable"),
    (407, "ProxyAuthenticationRequired"),
    (408, "RequestTimeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "LengthRequired"),
    (412, "PreconditionFailed"),
    (413, "ContentTooLarge"),
    (414, "UriTooLong"),
    (415, "UnsupportedMediaType"),
    (416, "RangeNotSatisfiable"),
    (417, "ExpectationFailed"),
    (418, "ImATeapot"),
    (421, "MisdirectedRequest"),
    (422, "UnprocessableContent"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (425, "TooEarly"),
    (426, "UpgradeRequired"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "RequestHeaderFieldsTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (500, "InternalServerError"),
    (501, "NotImplemented"),
    (502, "BadGateway"),
    (503, "ServiceUnavailable"),
    (504, "GatewayTimeout"),
];
