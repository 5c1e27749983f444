//! Responses by status, and their error codes.

mod body;
mod headers;
mod reasons;
mod streams;

use std::collections::HashMap;

use body::Bodies;
use headers::Headers;
use reasons::variant;

use super::Context;
use super::schemas::{Place, Schemas};
use crate::document::openapi::{OperationAt, codes_in_description, header};
use crate::document::{Node, Object};
use crate::ir::{ErrorCode, Response, ResponseBody, ResponseCode, ResponseHeader, Status};
use crate::names::{self, NameAllocator, Named};

/// The error codes found so far.
pub(super) struct Codes {
    codes: Vec<ErrorCode>,
    /// The index of each code.
    indices: HashMap<String, usize>,
}

impl Codes {
    pub(super) fn new() -> Self {
        Self { codes: Vec::new(), indices: HashMap::new() }
    }

    pub(super) fn finish(mut self) -> Vec<ErrorCode> {
        let named = self.codes.iter().map(|code| Named { value: &code.value, given: None });
        let names = names::variants(named);
        for (code, name) in self.codes.iter_mut().zip(names) {
            code.variant = name;
        }
        self.codes
    }

    fn add(&mut self, value: &str, meaning: Option<&str>) -> usize {
        let index = self.indices.get(value).copied();
        if let Some((index, known)) = index.and_then(|index| Some((index, self.codes.get_mut(index)?))) {
            known.meaning = known.meaning.take().or_else(|| meaning.map(str::to_owned));
            return index;
        }
        self.indices.insert(value.to_owned(), self.codes.len());
        let meaning = meaning.map(str::to_owned);
        // Variants are named once all codes are known.
        self.codes.push(ErrorCode { value: value.to_owned(), variant: String::new(), meaning });
        self.codes.len() - 1
    }
}

/// The responses of an operation.
pub(super) struct Responses {
    /// The responses, buffered unless only a stream is documented.
    pub(super) whole: Vec<Response>,
    /// The same with a streamed success, if it can also be buffered.
    pub(super) streamed: Option<Vec<Response>>,
    /// The documented headers.
    pub(super) headers: Vec<ResponseHeader>,
}

/// Resolves the responses of an operation.
pub(super) fn describe<'t>(
    context: &mut Context<'t>,
    schemas: &mut Schemas<'t>,
    codes: &mut Codes,
    at: OperationAt<'t>,
    id: &str,
) -> Responses {
    let mut variants = NameAllocator::default();
    let mut responses = Vec::new();
    let mut streams: Vec<(usize, ResponseBody, Vec<String>)> = Vec::new();
    let mut headers = Headers::new();
    let section = context.get(at.node, "responses").and_then(Node::as_object);
    let keys = section.into_iter().flatten().filter_map(|(key, _)| Status::parse(key));
    let has_success = keys.clone().any(Status::is_success);
    let plain = plain_reply(section);
    for (key, response) in section.into_iter().flatten() {
        let Some(status) = Status::parse(key) else { continue };
        context.tracker.read(response);
        let shared = response.reference().and_then(Node::as_str).and_then(|text| text.rsplit('/').next());
        let node = context.follow(response);
        let description = context.prose(node, "description").unwrap_or_default();
        // Without a documented success, `default` is both a success and an error.
        let is_both = status == Status::Default && !has_success;
        let success = status.is_success() || is_both;
        let variant = variants.allocate(variant(status));
        let place = match shared {
            Some(shared) => Place::body(shared, ""),
            None if success && plain == Some(key) => Place::body(id, "reply"),
            None if success => Place::body(id, &format!("{variant} reply")),
            None => Place::failure(id, &variant),
        };
        let has_body = at.method != "head" && !matches!(status, Status::Code(100..=199 | 204 | 205 | 304));
        let Bodies { body, media_types, stream } =
            body::describe(context, schemas, node, &place, has_body, success);
        let codes = response_codes(context, codes, node, &description);
        headers.read(context, schemas, node, id);
        if let Some(links) = context.get(node, "links") {
            context.unread(links, "links", "links are not supported; ignored");
        }
        let response = Response { status, success, variant, description, body, media_types, codes };
        if is_both {
            // Error bodies are always buffered.
            let body = if response.body.is_stream() { ResponseBody::Bytes } else { response.body.clone() };
            responses.push(Response { success: false, body, ..response.clone() });
        }
        streams.extend(stream.map(|(body, media_types)| (responses.len(), body, media_types)));
        responses.push(response);
    }
    if !responses.iter().any(|response| response.success) {
        responses.push(any_success(&mut variants));
    }
    let mut streamed = (!streams.is_empty()).then(|| responses.clone());
    for (index, body, media_types) in streams {
        if let Some(response) = streamed.as_mut().and_then(|responses| responses.get_mut(index)) {
            (response.body, response.media_types) = (body, media_types);
        }
    }
    Responses { whole: responses, streamed, headers: headers.finish() }
}

/// Returns the status of the success whose body is named without it: the lowest with an inline schema.
fn plain_reply(section: Option<&Object>) -> Option<&String> {
    let is_inline = |response: &Node| {
        let content = response.get("content").and_then(Node::as_object).into_iter().flatten();
        let mut schemas = content.filter_map(|(_, media)| media.get("schema").or(media.get("itemSchema")));
        response.reference().is_none() && schemas.any(|schema| schema.reference().is_none())
    };
    let all = section.into_iter().flatten().filter(|(_, response)| is_inline(response));
    let is_success =
        |key: &str| Status::parse(key).is_some_and(|status| status.is_success() || status == Status::Default);
    // `default` comes after every status.
    all.map(|(key, _)| key).filter(|key| is_success(key)).min()
}

/// Returns a success for an operation that documents only errors.
fn any_success(variants: &mut NameAllocator) -> Response {
    Response {
        status: Status::Class(2),
        success: true,
        variant: variants.allocate("Success".to_owned()),
        description: "The document defines no success response.".to_owned(),
        body: ResponseBody::Empty,
        media_types: Vec::new(),
        codes: Vec::new(),
    }
}

fn response_codes<'t>(
    context: &mut Context<'t>,
    codes: &mut Codes,
    node: &'t Node,
    description: &str,
) -> Vec<ResponseCode> {
    let errors = &context.config.errors;
    let pattern = errors.code_in_description.as_deref().unwrap_or_default();
    let mut said: HashMap<&str, &str> = HashMap::new();
    for (code, meaning) in codes_in_description(description, pattern) {
        said.entry(code).or_insert(meaning);
    }
    let Some(header) = errors.code_header.as_deref().and_then(|name| header(node, name)) else {
        return Vec::new();
    };
    context.tracker.read(header);
    let header = context.follow(header);
    context.get(header, "description");
    let Some(schema) = context.get(header, "schema") else { return Vec::new() };
    let schema = context.follow(schema);
    context.get(schema, "type");
    context.get(schema, "description");
    let mut listed = Vec::new();
    for item in context.items(schema, "enum") {
        let Some(value) = item.as_str() else { continue };
        let meaning = said.get(value).copied().filter(|meaning| !meaning.is_empty());
        listed.push(ResponseCode { code: codes.add(value, meaning), meaning: meaning.map(str::to_owned) });
    }
    listed
}
