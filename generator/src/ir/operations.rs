//! Operations: what a call takes and what it replies.

use super::{Body, BodyContent, Paging, Parameter, PartContent, Reply, ReplyBody, ReplyHeader, Type};
use crate::document::Span;

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Where it is written.
    pub span: Span,
    /// `operationId`.
    pub id: String,
    /// Its method on the client.
    pub function: String,
    /// Its constant table.
    pub constant: String,
    /// Its type of documented errors.
    pub error: String,
    /// Its type of optional arguments, used where there are any.
    pub options: String,
    /// Its type of replies, used where successes differ.
    pub reply: String,
    /// Its type of reply headers, used where there are any.
    pub headers: String,
    /// Headers that its replies document, each once.
    pub reply_headers: Vec<ReplyHeader>,
    /// What describes it elsewhere, if the document says so: the first entry of `x-provenance`.
    pub source: Option<Source>,
    /// How its pages follow each other, if the settings say so.
    pub paging: Option<Paging>,
    /// Whether this is another way to call the operation before it: with another media type, sent or asked for. It shares
    /// the types of arguments, errors and headers.
    pub is_variant: bool,
    /// The first server of its own, if it has one: its URL, or its path on the origin of the API's.
    pub server: Option<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template, as the document has it.
    pub path: String,
    /// One line about it.
    pub summary: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// Whether callers are told to use something else.
    pub deprecated: bool,
    /// Places in [`super::Api::tags`]. The first one's module holds the operation.
    pub tags: Vec<usize>,
    /// Parameters, in the document's order.
    pub parameters: Vec<Parameter>,
    /// The body, if it takes one.
    pub body: Option<Body>,
    /// Replies, in the document's order.
    pub replies: Vec<Reply>,
    /// Alternatives, each a set of security schemes by name. Empty: open to everybody.
    pub security: Vec<Vec<String>>,
}

/// What an operation was captured from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its URL, or its title where it has none.
    pub name: String,
    /// The day on which it was retrieved.
    pub retrieved: Option<String>,
}

/// What a call returns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ResponseType<'o> {
    /// Nothing: no success is documented.
    Nothing,
    /// The body that every success has.
    Body(&'o ReplyBody),
    /// An enum of the successes by status.
    Enum,
}

impl Operation {
    /// Every type of its parameters, body and replies.
    pub fn types(&self) -> Vec<&Type> {
        let mut types = self.sent_types();
        types.extend(self.replies.iter().filter_map(|reply| match &reply.body {
            ReplyBody::Json(ty) | ReplyBody::Events(ty) | ReplyBody::Lines(ty) => Some(ty),
            _ => None,
        }));
        types.extend(self.reply_headers.iter().map(|header| &header.ty));
        types
    }

    /// The types of its parameters and body.
    pub fn sent_types(&self) -> Vec<&Type> {
        let mut types: Vec<&Type> = self.parameters.iter().map(|parameter| &parameter.ty).collect();
        match self.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Json(ty) | BodyContent::Form { ty, .. }) => types.push(ty),
            Some(BodyContent::Multipart { fields, .. }) => {
                types.extend(fields.iter().filter_map(|field| match &field.content {
                    PartContent::Value(ty) => Some(ty),
                    PartContent::File | PartContent::Files => None,
                }));
            }
            _ => {}
        }
        types
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        let mut types: Vec<&mut Type> =
            self.parameters.iter_mut().map(|parameter| &mut parameter.ty).collect();
        match self.body.as_mut().map(|body| &mut body.content) {
            Some(BodyContent::Json(ty) | BodyContent::Form { ty, .. }) => types.push(ty),
            Some(BodyContent::Multipart { fields, .. }) => {
                types.extend(fields.iter_mut().filter_map(|field| match &mut field.content {
                    PartContent::Value(ty) => Some(ty),
                    PartContent::File | PartContent::Files => None,
                }));
            }
            _ => {}
        }
        types.extend(self.replies.iter_mut().filter_map(|reply| match &mut reply.body {
            ReplyBody::Json(ty) | ReplyBody::Events(ty) | ReplyBody::Lines(ty) => Some(ty),
            _ => None,
        }));
        types.extend(self.reply_headers.iter_mut().map(|header| &mut header.ty));
        types
    }

    /// Whether it takes anything optional.
    pub fn has_options(&self) -> bool {
        self.parameters.iter().any(|parameter| !parameter.required)
    }

    /// What a call returns: nothing, one body, or a type of its own because the successes differ.
    pub fn response_type(&self) -> ResponseType<'_> {
        let mut bodies = self.successes().map(|reply| &reply.body);
        match bodies.next() {
            None => ResponseType::Nothing,
            Some(first) if bodies.all(|body| body == first) => ResponseType::Body(first),
            Some(_) => ResponseType::Enum,
        }
    }

    /// Replies that a call returns.
    pub fn successes(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|reply| reply.success)
    }

    /// Replies that a call returns as errors.
    pub fn failures(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|reply| !reply.success)
    }
}
