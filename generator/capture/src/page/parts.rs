//! Parses the parts of sections: servers, authentication, bodies, responses.

use super::scan::Heading;
use super::sections::{Read, Reader};
use super::{Content, Response, Text, Type, types};
use crate::yaml;

/// The headings that may follow servers and authentication.
const AFTER: [Heading; 4] =
    [Heading::Authentication, Heading::Parameters, Heading::BodyParameters, Heading::Responses];

impl Reader<'_, '_> {
    /// Parses `- name: url (description)`, one or more.
    pub(super) fn servers(&mut self) -> Read<Vec<Text>> {
        self.at += 2;
        let mut servers = Vec::new();
        while self.words.at(self.at) == "-" {
            let here = self.at;
            let limit = (here + 60).min(self.words.len());
            let is_url = |index: usize| {
                let url = self.words.at(index);
                (url.contains("://") || url.starts_with(['/', '{']))
                    && self.words.at(index + 1).starts_with('(')
            };
            let found =
                (here + 1..limit).find(|index| self.words.at(*index).ends_with(':') && is_url(index + 1));
            let Some(name_end) = found else {
                return Err(self.refuse(
                    here,
                    2,
                    "this is not a server: expected `- name: url (description)`",
                ));
            };
            self.at = name_end + 2;
            if !is_web(self.words.at(name_end + 1)) {
                let message = "this is not an address for calls: it must start with https://, http:// or /, and have no user";
                return Err(self.refuse(name_end + 1, 1, message));
            }
            servers.extend(self.words.text(name_end + 1, name_end + 2));
            let ends = |index: usize| {
                let next = index + 1;
                let is_next = self.words.at(next) == "-"
                    || self.words.heading(next).is_some_and(|(heading, _)| AFTER.contains(&heading));
                self.words.at(index).ends_with(')') && is_next
            };
            let Some(last) = (self.at..self.words.len()).find(|index| ends(*index)) else {
                return Err(self.refuse(self.at, 1, "this server's description does not end"));
            };
            self.at = last + 1;
        }
        Ok(servers)
    }

    /// Parses `- label`, one or more, if the section exists.
    pub(super) fn authentication(&mut self) -> Read<Vec<Text>> {
        if !self.is_at(&[Heading::Authentication]) {
            return Ok(Vec::new());
        }
        let here = self.at;
        self.at += 3;
        let mut labels = Vec::new();
        while self.words.at(self.at) == "-" {
            let start = self.at + 1;
            self.at = start;
            while self.at < self.words.len()
                && self.words.at(self.at) != "-"
                && self.words.heading(self.at).is_none()
            {
                self.at += 1;
            }
            labels.extend(self.words.text(start, self.at));
        }
        match labels.is_empty() {
            true => Err(self.refuse(here, 3, "no authentication, `- label`, follows this heading")),
            false => Ok(labels),
        }
    }

    /// Parses `### Body: media-type (type)`, after the words of the heading.
    pub(super) fn request_body(&mut self, heading: usize) -> Read<Content> {
        let (media_type, ty) = self.media(heading)?;
        let description = self.prose()?;
        let items = self.items_if_any(str::to_owned)?;
        self.content(heading, media_type, Some(ty), description, items)
    }

    /// Parses `## Body parameters Content-type: media-type` of the older generation, which has no type.
    pub(super) fn older_body(&mut self, heading: usize) -> Read<Content> {
        let is_named = self.words.at(self.at).eq_ignore_ascii_case("content-type:");
        let Some(media_type) =
            self.words.text(self.at + 1, self.at + 2).filter(|text| is_named && is_media_type(&text.text))
        else {
            return Err(self.refuse(self.at, 2, "expected `Content-type:` and one media type"));
        };
        self.at += 2;
        let description = self.prose()?;
        let items = self.items(heading)?;
        self.content(heading, media_type, None, description, items)
    }

    /// Parses `### 404`, its description, headers and body.
    pub(super) fn response(&mut self, heading: usize) -> Read<Response> {
        let word = self.words.at(heading + 1).trim_end_matches(':').to_owned();
        if !word.starts_with(['1', '2', '3', '4', '5']) {
            return Err(self.refuse(heading, 2, "this is not an HTTP status: they range from 100 to 599"));
        }
        let status = Text { text: word, span: self.words.span(heading + 1, heading + 2) };
        self.at = heading + 2;
        let description = self.prose()?;
        if self.words.heading(self.at).is_none() && self.at < self.words.len() {
            let message = "this field has no heading that tells whether it is a header or part of a body";
            return Err(self.refuse(self.at, 2, message));
        }
        let mut headers = Vec::new();
        if self.is_at(&[Heading::Headers]) {
            let here = self.at;
            self.at += 2;
            headers = self.headers(here)?;
        }
        let body = match self.words.heading(self.at) {
            Some((Heading::ResponseBody, next)) => Some(self.response_body(next)?),
            _ => None,
        };
        Ok(Response { status, description, headers, body })
    }

    /// Parses `#### Body: media-type (type)`, then its fields, or its type again if it has none.
    fn response_body(&mut self, next: usize) -> Read<Content> {
        let heading = self.at;
        self.at = next;
        let (media_type, ty) = self.media(heading)?;
        let after = self.at;
        let description = self.prose()?;
        let items = self.items_if_any(str::to_owned)?;
        let again = description.as_ref().is_some_and(|text| text.text == ty.to_string());
        if ty.is("object") && items.is_empty() && !again {
            return Err(self.refuse(
                heading,
                after - heading,
                "neither fields nor the word `object` follow this heading",
            ));
        }
        let description = description.filter(|_| !again);
        self.content(heading, media_type, Some(ty), description, items)
    }

    /// Parses `media-type (type)`.
    fn media(&mut self, heading: usize) -> Read<(Text, Type)> {
        let start = self.at;
        let Some(open) = (start + 1..start + 4).find(|index| self.words.at(*index).starts_with('(')) else {
            return Err(self.refuse(
                heading,
                start + 1 - heading,
                "expected a media type and a type, such as `application/json (object)`",
            ));
        };
        let fits = |text: &Text| is_media_type(&text.text) && yaml::is_key(&text.text);
        let Some(media_type) = self.words.text(start, open).filter(fits) else {
            return Err(self.refuse(start, open - start, "this is not one media type"));
        };
        let ty = self.parenthesis(open).and_then(|(text, end)| Some((types::parse(&text)?, end)));
        let Some((ty, end)) = ty else {
            return Err(self.refuse(open, 1, "this is not a type"));
        };
        self.at = end;
        Ok((media_type, ty))
    }

    fn content(
        &self,
        heading: usize,
        media_type: Text,
        ty: Option<Type>,
        description: Option<Text>,
        items: Vec<super::Item>,
    ) -> Read<Content> {
        let takes_fields = match &ty {
            None => true,
            Some(ty) => match ty.without_null().0 {
                Type::List(item) => item.without_null().0.is("object"),
                other => other.is("object"),
            },
        };
        if let Some(item) = items.first().filter(|_| !takes_fields) {
            return Err(super::sections::refusal(item.name.span, "a field of a body that is not an object"));
        }
        let span = self.words.span(heading, heading + 2);
        Ok(Content { span, media_type, ty, description, items })
    }
}

/// Whether a URL is valid for requests: http or https without user info, or relative.
fn is_web(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return !url.contains('@') };
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // The scheme may be a server variable.
    let is_variable = scheme.starts_with('{') && scheme.ends_with('}');
    (["http", "https"].contains(&scheme.as_str()) || is_variable || scheme.starts_with('/'))
        && !authority.is_empty()
        && !authority.contains('@')
}

/// Whether a text is `type/subtype`, with optional parameters ([RFC 9110, section
/// 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
fn is_media_type(text: &str) -> bool {
    let (essence, parameters) = text.split_once(';').unwrap_or((text, "a=b"));
    let token = |text: &str| {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "!#$&^_.+-".contains(letter);
        !text.is_empty() && text.len() <= 127 && text.chars().all(plain)
    };
    let (kind, subtype) = essence.split_once('/').unwrap_or_default();
    let is_parameter = |text: &str| {
        text.trim().split_once('=').is_some_and(|(name, value)| token(name) && token(value.trim_matches('"')))
    };
    token(kind) && token(subtype) && parameters.split(';').all(is_parameter)
}
