//! Parses lists of fields: `- **name** (type)`, each with a description.

use std::collections::HashMap;

use super::scan::Heading;
use super::sections::{Read, Reader, refusal};
use super::{Item, Text, Type, types};
use crate::yaml;
use clientwright::diagnostic::{Diagnostic, Severity};
use clientwright::document::Span;

/// The maximum number of words in a type.
const MAX_WORDS: usize = 60;

/// A field without its description, and the index of the word after its type.
struct Head {
    name: Text,
    ty: Type,
    ty_words: (usize, usize),
    /// The indentation, if it is the first word of its line.
    indent: Option<usize>,
}

impl Reader<'_, '_> {
    /// Parses a list with at least one field, below the heading at an index.
    pub(super) fn items(&mut self, heading: usize) -> Read<Vec<Item>> {
        let items = self.items_if_any(str::to_owned)?;
        self.some_items(heading, items)
    }

    /// Parses a list with at least one header. Header names are case-insensitive.
    pub(super) fn headers(&mut self, heading: usize) -> Read<Vec<Item>> {
        let items = self.items_if_any(str::to_ascii_lowercase)?;
        self.some_items(heading, items)
    }

    fn some_items(&self, heading: usize, items: Vec<Item>) -> Read<Vec<Item>> {
        match items.is_empty() {
            true => Err(self.refuse(
                heading,
                self.at - heading,
                "no field, `- **name** (type)`, follows this heading",
            )),
            false => Ok(items),
        }
    }

    /// Parses a list that may be empty, up to the next heading. Names with the same `identity` are duplicates.
    pub(super) fn items_if_any(&mut self, identity: fn(&str) -> String) -> Read<Vec<Item>> {
        let mut items: Vec<Item> = Vec::new();
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut level = None;
        while let Some(head) = self.head()? {
            let first = *level.get_or_insert(head.indent);
            if first.is_some() && head.indent > first {
                let message = format!(
                    "`{}` is indented more than the first field of its list; read as a field of the same level",
                    head.name.text
                );
                self.diagnostics.push(Diagnostic::new(
                    Severity::Approximation,
                    "indented",
                    head.name.span,
                    message,
                ));
            }
            if let Some(first) = seen.insert(identity(&head.name.text), head.name.span) {
                let message = format!("the field `{}` is listed a second time", head.name.text);
                let refusal = refusal(head.name.span, &message);
                return Err(Box::new(refusal.with_related(first, "first here")));
            }
            let Head { name, ty, ty_words: (start, end), .. } = head;
            self.at = end;
            let description = self.prose()?;
            items.push(Item { name, ty, ty_span: self.words.span(start, end), description });
        }
        Ok(items)
    }

    /// Parses prose up to the next field or heading. Reports text that resembles a field.
    pub(super) fn prose(&mut self) -> Read<Option<Text>> {
        let start = self.at;
        while self.at < self.words.len() && self.words.heading(self.at).is_none() {
            let noted = self.diagnostics.len();
            if self.head()?.is_some() {
                break;
            }
            if self.words.is_bold_item(self.at) && self.diagnostics.len() == noted {
                let message = "this is read as prose: a field is `- **name** (type)` with a name of one word";
                let span = self.words.span(self.at, self.at + 2);
                self.diagnostics.push(Diagnostic::new(Severity::Approximation, "prose", span, message));
            }
            self.at += 1;
        }
        Ok(self.words.text(start, self.at))
    }

    /// Parses a field that begins at the next word.
    fn head(&mut self) -> Read<Option<Head>> {
        let Some(index) = self.words.bullet(self.at) else { return Ok(None) };
        if self.words.at(index) == "[...]" {
            let message = "the page omits fields here";
            let diagnostic = Diagnostic::error("page-elided", self.words.span(self.at, index + 1), message);
            return Err(Box::new(diagnostic.with_help("download the whole page")));
        }
        let Some(name) = self.words.at(index).strip_prefix("**").and_then(|name| name.strip_suffix("**"))
        else {
            return Ok(None);
        };
        if name.is_empty() || name.contains("**") || !self.words.at(index + 1).starts_with('(') {
            return Ok(None);
        }
        let Some((text, end)) = self.parenthesis(index + 1) else { return Ok(None) };
        let name = Text { text: name.to_owned(), span: self.words.span(index, index + 1) };
        if !yaml::is_key(&name.text) {
            return Err(refusal(name.span, yaml::TOO_LONG));
        }
        let indent = self.words.indent(self.at);
        match types::parse(&text) {
            Some(ty) => Ok(Some(Head { name, ty, ty_words: (index + 1, end), indent })),
            None if types::resembles(&text) => {
                let message = format!("`{text}` is not a type");
                Err(self.refuse(index + 1, end - index - 1, &message))
            }
            None => {
                let message = format!("`{}` is read as prose, because `{text}` is not a type", name.text);
                let span = self.words.span(self.at, end);
                let diagnostic = Diagnostic::new(Severity::Approximation, "prose", span, message);
                self.diagnostics.push(diagnostic);
                Ok(None)
            }
        }
    }

    /// Returns the text in parentheses that begin at a word, and the index of the word after it.
    pub(super) fn parenthesis(&self, start: usize) -> Option<(String, usize)> {
        let mut depth = 0_i32;
        for index in start..(start + MAX_WORDS).min(self.words.len()) {
            let word = self.words.at(index);
            depth +=
                word.chars().map(|letter| i32::from(letter == '(') - i32::from(letter == ')')).sum::<i32>();
            if depth <= 0 {
                let text = self.words.texts(start, index + 1).join(" ");
                let inner = text.strip_prefix('(')?.strip_suffix(')')?;
                return (depth == 0).then(|| (inner.to_owned(), index + 1));
            }
        }
        None
    }

    /// Whether the next word begins a heading of one of these kinds.
    pub(super) fn is_at(&self, kinds: &[Heading]) -> bool {
        self.words.heading(self.at).is_some_and(|(heading, _)| kinds.contains(&heading))
    }
}
