//! Parses the sections of a page in order: heading, route, servers, authentication, parameters, responses, footer.

use super::scan::{Heading, Words};
use super::{Content, Page, Parameter, ParameterLocation, Response, Text};
use crate::yaml;
use clientwright::diagnostic::{Diagnostic, Severity};
use clientwright::document::Span;
use clientwright::document::openapi::{METHODS, template_names};

/// The result of parsing, or the reason for the rejection.
pub(super) type Read<T> = Result<T, Box<Diagnostic>>;

/// The help text for a page that violates the grammar.
const HELP: &str =
    "write this endpoint's fragment by hand (spec/README.md), or extract it from a document with `--from`";

/// Parses a page from start to end.
pub(super) struct Reader<'p, 'f> {
    pub(super) words: Words<'p>,
    /// The index of the next word.
    pub(super) at: usize,
    pub(super) diagnostics: &'f mut Vec<Diagnostic>,
}

impl<'p, 'f> Reader<'p, 'f> {
    pub(super) fn new(file: u32, page: &'p str, diagnostics: &'f mut Vec<Diagnostic>) -> Self {
        Self { words: Words::new(file, page), at: 0, diagnostics }
    }

    pub(super) fn page(&mut self) -> Read<Page> {
        self.comments()?;
        self.fences()?;
        let (title, method, path) = self.route()?;
        let page = self.rest(title, method, path);
        match page {
            Err(refusal) if refusal.rule == "page-elided" => Err(refusal),
            // If the footer is missing, the page was truncated, which explains any other error.
            other if !self.ends_with_footer() => Err(self.ends_early(other.err())),
            other => other,
        }
    }

    fn rest(&mut self, title: Text, method: Text, path: Text) -> Read<Page> {
        let description = self.description(&method, &path)?;
        let servers = self.servers()?;
        let authentication = self.authentication()?;
        let (parameters, body) = self.parameters()?;
        let responses = self.responses()?;
        self.template(&path, &parameters)?;
        Ok(Page { title, method, path, description, servers, authentication, parameters, body, responses })
    }

    /// Skips comments before the first heading.
    fn comments(&mut self) -> Read<()> {
        while self.words.at(self.at).starts_with("<!--") {
            let Some(end) = (self.at..self.words.len()).find(|index| self.words.at(*index).ends_with("-->"))
            else {
                return Err(self.refuse(self.at, 1, "this comment is never closed"));
            };
            self.at = end + 1;
        }
        Ok(())
    }

    /// Checks that each fenced block is within one section.
    fn fences(&self) -> Read<()> {
        match self.words.fenced_heading() {
            None => Ok(()),
            Some((index, count)) => {
                let message = "this heading is inside a code block; a code fence is missing or superfluous";
                Err(self.refuse(index, count, message))
            }
        }
    }

    /// Parses `# Title **METHOD /path**`.
    fn route(&mut self) -> Read<(Text, Text, Text)> {
        if self.words.at(self.at) != "#" {
            return Err(self.refuse(
                self.at,
                1,
                "this is not a reference page: expected `# Title **METHOD /path**`",
            ));
        }
        let start = self.at + 1;
        let is_method = |index: usize| {
            let name = self.words.at(index).strip_prefix("**");
            name.is_some_and(|name| METHODS.iter().any(|method| method.to_uppercase() == name))
        };
        let is_section = |index: usize| self.words.heading(index).is_some();
        let ends =
            (start..self.words.len()).take_while(|index| !is_section(*index)).find(|index| is_method(*index));
        let Some(index) = ends else {
            return Err(self.refuse(self.at, 1, "no route `**METHOD /path**` follows the page's heading"));
        };
        let Some(title) = self.words.text(start, index) else {
            return Err(self.refuse(self.at, 2, "the page's heading is empty"));
        };
        let route = self.words.at(index + 1).strip_suffix("**").filter(|path| is_path(path));
        let Some(path) = route else {
            return Err(self.refuse(
                index + 1,
                1,
                "this is not a path: expected a path that starts with `/` and ends with `**`",
            ));
        };
        if !yaml::is_key(path) {
            return Err(self.refuse(index + 1, 1, yaml::TOO_LONG));
        }
        let method = self.words.at(index).trim_start_matches('*').to_owned();
        let method = Text { text: method, span: self.words.span(index, index + 1) };
        let path = Text { text: path.to_owned(), span: self.words.span(index + 1, index + 2) };
        self.at = index + 2;
        Ok((title, method, path))
    }

    /// Parses everything up to the servers. A heading of that name in a description has no server after it.
    fn description(&mut self, method: &Text, path: &Text) -> Read<Option<Text>> {
        let is_end = |index: usize| {
            self.words
                .heading(index)
                .is_some_and(|(heading, next)| heading == Heading::Servers && self.words.at(next) == "-")
        };
        let start = self.at;
        let Some(end) = (start..self.words.len()).find(|index| is_end(*index)) else {
            return Err(self.refuse(start, 1, "no section `## Servers` with a server follows the route"));
        };
        self.at = end;
        let start = self.other_routes(start, end, method, path);
        Ok(self.words.text(start, end))
    }

    /// Skips a list of other routes. A page may document several; one is captured, the others are reported.
    fn other_routes(&mut self, start: usize, end: usize, method: &Text, path: &Text) -> usize {
        const WORDS: [&str; 7] = ["**All", "methods", "and", "paths", "for", "this", "operation:**"];
        if self.words.texts(start, start + WORDS.len()) != WORDS {
            return start;
        }
        let mut index = start + WORDS.len();
        while index + 1 < end {
            let (other, route) = (self.words.at(index), self.words.at(index + 1));
            if !METHODS.iter().any(|name| name.to_uppercase() == other) || !is_path(route) {
                break;
            }
            if (other, route) != (&method.text, &path.text) {
                let message = format!("the page also has `{other} {route}`; ignored");
                let span = self.words.span(index, index + 2);
                self.diagnostics.push(Diagnostic::new(Severity::Approximation, "other-route", span, message));
            }
            index += 2;
        }
        index
    }

    /// Parses parameters and body, in either generation.
    fn parameters(&mut self) -> Read<(Vec<Parameter>, Option<Content>)> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut body = None;
        let mut is_inside = false;
        loop {
            let here = self.at;
            let Some((heading, next)) = self.words.heading(here) else {
                return Err(self.refuse(here, 1, "this is neither a section nor part of one"));
            };
            let is_path = heading == Heading::PathParameters;
            let location = if is_path { ParameterLocation::Path } else { ParameterLocation::Query };
            self.at = next;
            match heading {
                Heading::Responses => {
                    self.at = here;
                    return Ok((parameters, body));
                }
                Heading::Parameters if !is_inside => is_inside = true,
                Heading::PathParameters | Heading::QueryParameters
                    if is_inside && parameters.iter().all(|parameter| parameter.location != location) =>
                {
                    let items = self.items(here)?;
                    parameters.extend(items.into_iter().map(|item| Parameter { location, item }));
                }
                Heading::Body if is_inside && body.is_none() => body = Some(self.request_body(here)?),
                Heading::BodyParameters if body.is_none() => body = Some(self.older_body(here)?),
                _ => return Err(self.out_of_place(here, next)),
            }
        }
    }

    fn responses(&mut self) -> Read<Vec<Response>> {
        let responses = self.at;
        self.at = responses + 2;
        let mut responses: Vec<Response> = Vec::new();
        loop {
            let here = self.at;
            let Some((heading, next)) = self.words.heading(here) else {
                return Err(self.refuse(here, 1, "this is neither a response, `### 200`, nor part of one"));
            };
            match heading {
                Heading::Status => {
                    let response = self.response(here)?;
                    if responses.iter().any(|other| other.status.text == response.status.text) {
                        return Err(self.refuse(here, 2, "this status is listed a second time"));
                    }
                    responses.push(response);
                }
                Heading::Footer if next >= self.words.len() && !responses.is_empty() => {
                    self.at = next;
                    return Ok(responses);
                }
                Heading::Footer if !responses.is_empty() => {
                    return Err(self.refuse(next, 1, "text follows the last line of the page"));
                }
                _ => return Err(self.out_of_place(here, next)),
            }
        }
    }

    /// Checks that the path template and the path parameters match.
    fn template(&self, path: &Text, parameters: &[Parameter]) -> Read<()> {
        let names = template_names(&path.text);
        let described = |name: &str| {
            parameters.iter().any(|parameter| {
                parameter.location == ParameterLocation::Path && parameter.item.name.text == name
            })
        };
        if let Some(name) = names.iter().find(|name| !described(name)) {
            let message = format!("the page does not describe the path parameter `{name}`");
            return Err(refusal(path.span, &message));
        }
        for parameter in parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Path) {
            let name = &parameter.item.name;
            if !names.contains(&name.text.as_str()) {
                let message =
                    format!("the path `{}` has no `{{{}}}` for this parameter", path.text, name.text);
                return Err(refusal(name.span, &message));
            }
        }
        Ok(())
    }

    fn ends_with_footer(&self) -> bool {
        let last = self.words.len().saturating_sub(3);
        self.words.heading(last).is_some_and(|(heading, _)| heading == Heading::Footer)
    }

    fn ends_early(&self, refused: Option<Box<Diagnostic>>) -> Box<Diagnostic> {
        let end = self.words.len().saturating_sub(1);
        let message =
            "the page ends early: its last line, `[Powered by Bump.sh](https://bump.sh)`, is missing";
        let diagnostic = Diagnostic::error("page-ends-early", self.words.span(end, end + 1), message)
            .with_help("download the whole page again");
        Box::new(match refused {
            Some(first) => diagnostic.with_related(first.span, format!("and here: {}", first.message)),
            None => diagnostic,
        })
    }

    pub(super) fn out_of_place(&self, here: usize, next: usize) -> Box<Diagnostic> {
        let message = match self.words.heading(here) {
            Some((Heading::Unknown, _)) => "this is unknown to the grammar of pages",
            Some((Heading::Footer, _)) => "the page ends before its responses",
            _ => "this heading is misplaced or repeated",
        };
        self.refuse(here, next - here, message)
    }

    /// Returns the error for some words.
    pub(super) fn refuse(&self, index: usize, count: usize, message: &str) -> Box<Diagnostic> {
        refusal(self.words.span(index, index + count), message)
    }
}

pub(super) fn refusal(span: Span, message: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("page-grammar", span, message).with_help(HELP))
}

/// Whether a text is a path template with balanced braces.
fn is_path(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_graphic() && !"\"<>\\^`|*?#".contains(letter);
    let mut open = false;
    let balanced = text.chars().all(|letter| {
        let fine = match letter {
            '{' => !open,
            '}' => open,
            _ => true,
        };
        open = if "{}".contains(letter) { letter == '{' } else { open };
        fine
    });
    let names = template_names(text);
    let is_unique =
        names.iter().enumerate().all(|(index, name)| !names.iter().take(index).any(|other| other == name));
    text.starts_with('/')
        && text.len() < 2048
        && text.chars().all(plain)
        && balanced
        && !open
        && is_unique
        && !text.contains("{}")
}
