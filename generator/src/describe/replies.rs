//! Replies by status, and the error codes that come with them.

use super::Context;
use super::schemas::Schemas;
use crate::api::{ErrorCode, Reply, ReplyBody, ReplyCode, Status, Type};
use crate::finding::{Finding, Severity};
use crate::names::{Unique, camel};
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
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    codes: &mut Codes,
    at: OperationAt<'t>,
    id: &str,
) -> Vec<Reply> {
    let mut variants = Unique::default();
    let mut replies = Vec::new();
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
        let (body, media_type) = body(context, schemas, node, &path, has_body);
        let codes = reply_codes(context, codes, node, &description);
        headers(context, node);
        if let Some(links) = context.get(node, "links") {
            context.unread(links, "links", "links are not carried over");
        }
        let reply = Reply { status, success, variant, description, body, media_type, codes };
        if is_both {
            replies.push(Reply { success: false, ..reply.clone() });
        }
        replies.push(reply);
    }
    if !replies.iter().any(|reply| reply.success) {
        replies.push(any_success(&mut variants));
    }
    replies
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

/// What a reply holds, and the media type of it: JSON where there is a choice, then text, then bytes.
fn body<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    node: &'t Node,
    path: &str,
    has_body: bool,
) -> (ReplyBody, Option<String>) {
    let Some(content) = context.get(node, "content").and_then(Node::as_object) else {
        return (ReplyBody::Empty, None);
    };
    if !has_body {
        content.values().for_each(|media| context.census.read_whole(media));
        return (ReplyBody::Empty, None);
    }
    let Some((name, media)) = content.iter().min_by_key(|(name, _)| rank(name)) else {
        return (ReplyBody::Empty, None);
    };
    for (other, media) in content.iter().filter(|(other, _)| *other != name) {
        context.unread(media, "other-media-type", &format!("`{other}` is not asked for: `{name}` is"));
    }
    context.census.read(media);
    let schema = context.get(media, "schema");
    let is_any = name == "*/*" && schema.is_some_and(|schema| is_structured(context.root, schema));
    let body = match (is_json(name) || is_any, schema) {
        (true, Some(schema)) => ReplyBody::Json(schemas.whole_use(context, path, schema).whole()),
        (true, None) => ReplyBody::Json(Type::Any),
        (false, schema) => {
            super::bodies::handed_over(context, schema);
            if is_text(name) { ReplyBody::Text } else { ReplyBody::Bytes }
        }
    };
    (body, essence(name))
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

/// Headers other than the one with the codes are read from [`Reply::headers`], and not typed.
fn headers<'t>(context: &mut Context<'t>, node: &'t Node) {
    let Some(section) = context.get(node, "headers") else { return };
    for (name, header) in section.as_object().into_iter().flatten() {
        let is_codes =
            context.config.errors.code_header.as_ref().is_some_and(|codes| codes.eq_ignore_ascii_case(name));
        if !is_codes {
            context.census.read_whole(header);
            context.follow(header);
            let message = format!("the header `{name}` has no accessor of its own; `headers()` has it");
            context.findings.push(Finding::new(
                Severity::Approximation,
                "reply-header",
                header.head(),
                message,
            ));
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
