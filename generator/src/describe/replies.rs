//! Replies by status, and the error codes that come with them.

use super::Context;
use super::schemas::Schemas;
use crate::api::{ErrorCode, Reply, ReplyCode, Status};
use crate::finding::{Finding, Severity};
use crate::names::{Unique, camel};
use crate::openapi::{codes_in_description, header};
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

/// The replies of an operation whose name in Rust is given.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas,
    codes: &mut Codes,
    operation: &'t Node,
    name: &str,
) -> Vec<Reply> {
    let mut variants = Unique::default();
    let mut replies = Vec::new();
    let section = context.get(operation, "responses").and_then(Node::as_object);
    for (key, node) in section.into_iter().flatten() {
        let Some(status) = Status::parse(key) else { continue };
        context.census.read(node);
        let node = context.follow(node);
        let description = context.prose(node, "description").unwrap_or_default();
        let variant = (!status.is_success()).then(|| variants.give(variant(status)));
        let kind = variant.as_deref().unwrap_or("reply");
        let body = super::operations::json(context, schemas, node, &format!("{name} {kind}"));
        let codes = reply_codes(context, codes, node, &description);
        headers(context, node);
        replies.push(Reply { status, variant, description, body, codes });
    }
    replies
}

/// Headers other than the one with the codes are read from [`Reply::headers`], and not typed.
fn headers<'t>(context: &mut Context<'t>, node: &'t Node) {
    let Some(section) = context.get(node, "headers") else { return };
    for (name, header) in section.as_object().into_iter().flatten() {
        let is_codes =
            context.config.errors.code_header.as_ref().is_some_and(|codes| codes.eq_ignore_ascii_case(name));
        if !is_codes {
            context.census.read_whole(header);
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
const REASONS: [(u16, &str); 40] = [
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
