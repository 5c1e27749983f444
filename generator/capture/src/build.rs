//! Builds parts of a fragment from a page. What the page does not say is taken from the API's document or left open; a
//! diagnostic at the line of the page says which.

mod schemas;
mod words;

use serde_json::{Map, Value, json};

use super::page::{Content, Item, Page, Parameter, ParameterLocation, Response, Text, Type};
use clientwright::config::Errors;
use clientwright::diagnostic::{Diagnostic, Severity};
use clientwright::document::{Node, Span};

/// The context for building parts.
pub(super) struct Builder<'m> {
    /// The API's document so far.
    pub(super) root: &'m Node,
    /// The configured locations of error codes.
    pub(super) errors: &'m Errors,
    /// What was guessed, inherited or left open.
    pub(super) diagnostics: &'m mut Vec<Diagnostic>,
}

impl Builder<'_> {
    /// Reports something that the page does not say.
    pub(super) fn note(&mut self, rule: &str, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Severity::Approximation, rule, span, message));
    }

    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Value {
        let Item { name, ty, ty_span, description } = &parameter.item;
        let mut value = Map::new();
        value.insert("name".to_owned(), name.text.as_str().into());
        let location = if parameter.location == ParameterLocation::Path { "path" } else { "query" };
        value.insert("in".to_owned(), location.into());
        describe(&mut value, description.as_ref());
        if parameter.location == ParameterLocation::Path {
            value.insert("required".to_owned(), true.into());
        } else {
            let message =
                format!("the page does not state whether `{}` is required; written as optional", name.text);
            self.note("open-required", name.span, message);
        }
        let words = description.as_ref().map(|text| text.text.to_ascii_lowercase()).unwrap_or_default();
        if ty.is("string")
            && (words.contains("comma-separated")
                || words.contains("comma separated")
                || words.contains("csv "))
        {
            let message = format!(
                "the description of `{}` mentions several values, but its type is a single string; the type is used",
                name.text
            );
            self.diagnostics.push(
                Diagnostic::new(Severity::Approximation, "open-list", *ty_span, message).with_help(
                    "if commas separate several values, write an array, in a query with `explode: false`",
                ),
            );
        }
        if !matches!(ty.without_null().0, Type::Base { name, .. } if name != "object") {
            let message =
                format!("the page does not state the style of `{}`; OpenAPI's default is used", name.text);
            self.note("open-style", *ty_span, message);
        }
        value.insert("schema".to_owned(), self.schema(ty));
        Value::Object(value)
    }

    pub(super) fn body(&mut self, content: &Content) -> Value {
        let mut value = Map::new();
        describe(&mut value, content.description.as_ref());
        self.note(
            "open-required",
            content.span,
            "the page does not state whether the body is required; written as required",
        );
        value.insert("required".to_owned(), true.into());
        value.insert("content".to_owned(), self.media(content));
        Value::Object(value)
    }

    pub(super) fn response(&mut self, response: &Response) -> Value {
        let codes = self.codes(response);
        let mut value = Map::new();
        value.insert("description".to_owned(), self.response_description(response).into());
        if !response.headers.is_empty() {
            let headers =
                response.headers.iter().map(|item| (item.name.text.clone(), self.header(item, &codes)));
            value.insert("headers".to_owned(), Value::Object(headers.collect()));
        }
        if let Some(content) = &response.body {
            value.insert("content".to_owned(), self.media(content));
        }
        Value::Object(value)
    }

    /// Returns the error codes in a response's description, with their meanings.
    pub(super) fn codes(&self, response: &Response) -> Vec<(String, String)> {
        words::read(response, self.errors.code_in_description.as_deref()).codes
    }

    /// Whether a header carries error codes.
    pub(super) fn is_code_header(&self, name: &str) -> bool {
        self.errors.code_header.as_ref().is_some_and(|header| header.eq_ignore_ascii_case(name))
    }

    /// Returns the description with one line per code, in the layout of `spec/README.md`, or the text unchanged.
    pub(super) fn response_description(&mut self, response: &Response) -> String {
        let text = response.description.as_ref().map_or("", |text| text.text.as_str());
        let words::Words { codes, others } =
            words::read(response, self.errors.code_in_description.as_deref());
        for other in others {
            let message = format!(
                "this text of the response {} belongs to no error code; ignored: {other}",
                response.status.text
            );
            let span = response.description.as_ref().map_or(response.status.span, |text| text.span);
            self.note("left-out-words", span, message);
        }
        if codes.is_empty() {
            if text.is_empty() {
                let message =
                    format!("the response {} has no description; written as empty", response.status.text);
                self.note("open-description", response.status.span, message);
            }
            return text.to_owned();
        }
        let has_header = response.headers.iter().any(|item| self.is_code_header(&item.name.text));
        if !has_header {
            let message = "the description names error codes, but the page lists no header for them";
            self.note("open-codes", response.status.span, message);
        }
        let lines: Vec<_> = codes.iter().map(|(code, meaning)| self.code_line(code, meaning)).collect();
        match lines.as_slice() {
            [only] => only.trim_start_matches("* ").to_owned(),
            lines => lines.join("\n"),
        }
    }

    /// Returns the line of a description for a code.
    pub(super) fn code_line(&self, code: &str, meaning: &str) -> String {
        let pattern = self.errors.code_in_description.as_deref().unwrap_or("{code}");
        format!("* {meaning} {}", pattern.replace("{code}", code)).replace("*  ", "* ")
    }

    pub(super) fn header(&mut self, item: &Item, codes: &[(String, String)]) -> Value {
        let mut value = Map::new();
        describe(&mut value, item.description.as_ref());
        let mut schema = self.schema(&item.ty);
        if self.is_code_header(&item.name.text) {
            if codes.is_empty() {
                let message = format!(
                    "the page does not list the codes of `{}`; written without an enum",
                    item.name.text
                );
                self.note("open-codes", item.name.span, message);
            } else if let Some(schema) = schema.as_object_mut() {
                schema.insert("enum".to_owned(), codes.iter().map(|(code, _)| code.as_str()).collect());
            }
        }
        value.insert("schema".to_owned(), schema);
        Value::Object(value)
    }

    pub(super) fn media_type(&mut self, content: &Content) -> Value {
        json!({ "schema": self.content_schema(content) })
    }

    pub(super) fn media(&mut self, content: &Content) -> Value {
        json!({ content.media_type.text.as_str(): self.media_type(content) })
    }
}

pub(super) fn describe(value: &mut Map<String, Value>, text: Option<&Text>) {
    if let Some(text) = text {
        value.insert("description".to_owned(), text.text.as_str().into());
    }
}

/// Whether prose marks the operation as deprecated. The grammar has no other sign for it.
pub(super) fn says_deprecated(page: &Page) -> Option<Span> {
    let text = page.description.as_ref()?;
    text.text.to_ascii_lowercase().contains("deprecated").then_some(text.span)
}
