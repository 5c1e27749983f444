//! Operations: their arguments and responses.

use super::{
    Body, BodyContent, Pagination, Parameter, PartContent, Response, ResponseBody, ResponseHeader, Type,
};
use crate::document::Span;

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The source span.
    pub span: Span,
    /// The `operationId`.
    pub id: String,
    /// The rule that the method's name is due to, if a framework wrote the `operationId`.
    pub rule: Option<&'static str>,
    /// The name of the method on the client.
    pub function: String,
    /// The name of the operation's static.
    pub constant: String,
    /// The name of the error enum.
    pub error: String,
    /// The name of the options struct, used if an argument is optional.
    pub options: String,
    /// The name of the response enum, used if successes differ.
    pub response: String,
    /// The name of the response headers struct, used if headers are documented.
    pub headers: String,
    /// The documented response headers, each once.
    pub response_headers: Vec<ResponseHeader>,
    /// The source of the operation: the first entry of `x-provenance`.
    pub source: Option<Source>,
    /// The pagination, if `codegen.toml` configures it.
    pub pagination: Option<Pagination>,
    /// Whether this is a variant of the previous operation, with another media type for the request or the response. It
    /// shares its option, error and header types.
    pub is_variant: bool,
    /// The operation's own server: a URL, or a path that is resolved against the API's server.
    pub server: Option<String>,
    /// The HTTP method in upper case.
    pub method: String,
    /// The path template as written.
    pub path: String,
    /// The summary.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Indices into [`super::Api::tags`]. The method is in the module of the first.
    pub tags: Vec<usize>,
    /// The parameters, in the order of arguments.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses in document order.
    pub responses: Vec<Response>,
    /// The alternative sets of security schemes. Empty if no credential is needed.
    pub security: Vec<Vec<String>>,
}

/// The source that an operation was captured from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The URL, or the title if there is none.
    pub name: String,
    /// The date of retrieval.
    pub retrieved: Option<String>,
}

/// The result of a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ResponseType<'o> {
    /// No success is documented.
    Nothing,
    /// All successes have the same body.
    Body(&'o ResponseBody),
    /// The successes differ: an enum by status.
    Enum,
}

impl Operation {
    /// Returns the types of all parameters, bodies and responses.
    pub fn types(&self) -> Vec<&Type> {
        let mut types = self.sent_types();
        types.extend(self.response_types());
        types.extend(self.response_headers.iter().map(|header| &header.ty));
        types
    }

    /// The types of its response bodies.
    pub fn response_types(&self) -> impl Iterator<Item = &Type> {
        self.responses.iter().filter_map(|response| match &response.body {
            ResponseBody::Json(ty) | ResponseBody::Events(ty) | ResponseBody::Lines(ty) => Some(ty),
            _ => None,
        })
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

    /// Like [`Self::types`], but mutable.
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
        types.extend(self.responses.iter_mut().filter_map(|response| match &mut response.body {
            ResponseBody::Json(ty) | ResponseBody::Events(ty) | ResponseBody::Lines(ty) => Some(ty),
            _ => None,
        }));
        types.extend(self.response_headers.iter_mut().map(|header| &mut header.ty));
        types
    }

    /// Whether any argument is optional.
    pub fn has_options(&self) -> bool {
        self.parameters.iter().any(|parameter| !parameter.required)
    }

    /// Returns what a call returns: nothing, one body, or an enum because the successes differ.
    pub fn response_type(&self) -> ResponseType<'_> {
        let mut bodies = self.successes().map(|response| &response.body);
        match bodies.next() {
            None => ResponseType::Nothing,
            Some(first) if bodies.all(|body| body == first) => ResponseType::Body(first),
            Some(_) => ResponseType::Enum,
        }
    }

    /// Returns the responses that a call returns as `Ok`.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| response.success)
    }

    /// Returns the responses that a call returns as errors.
    pub fn failures(&self) -> impl Iterator<Item = &Response> {
        self.responses.iter().filter(|response| !response.success)
    }
}
