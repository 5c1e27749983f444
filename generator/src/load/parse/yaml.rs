//! Parses YAML by folding parser events, so that depth uses no stack.

mod aliases;
mod comments;
mod merge;
mod written;

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};
use indexmap::map::Entry;

use self::aliases::{MAX_COPIES, weight};
use self::comments::Comments;
use super::scalar::{is_non_finite, scalar};
use super::{MAX_DEPTH, MAX_NODES};
use crate::diagnostic::Diagnostic;
use crate::document::{Node, Object, Span, Value};

pub(super) fn read(file: u32, base: u32, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut comments = Comments::new(text);
    loop {
        let mut found = Vec::new();
        let mut builder = Builder::new(file, base, text, &mut found);
        let root = match builder.fold(&comments.text) {
            Ok(()) => Some(builder.finish()),
            Err(Stop::Syntax(error)) if comments.blank(&error) => continue,
            Err(Stop::Syntax(error)) => {
                let diagnostic = builder.syntax_error(&error, text);
                builder.diagnostics.push(diagnostic);
                None
            }
            Err(Stop::Diagnostic(diagnostic)) => {
                builder.diagnostics.push(diagnostic);
                None
            }
        };
        diagnostics.extend(comments.found.iter().map(|range| span_of(file, base, range.clone())).map(
            |span| {
                let message = "a comment needs a space before its `#`; this is read as a comment";
                Diagnostic::warning("yaml-comment", span, message).with_help("put a space before the `#`")
            },
        ));
        diagnostics.append(&mut found);
        return root;
    }
}

/// Why parsing stopped early.
enum Stop {
    Syntax(ScanError),
    Diagnostic(Diagnostic),
}

struct Builder<'f> {
    file: u32,
    base: u32,
    /// The source text.
    text: &'f str,
    diagnostics: &'f mut Vec<Diagnostic>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    root: Option<Node>,
    documents: usize,
    nodes: usize,
    copies: usize,
    /// Whether an infinite number or NaN was found.
    has_non_finite: bool,
}

/// A collection that is not closed yet.
struct Open {
    start: usize,
    anchor: usize,
    content: Content,
}

enum Content {
    Array(Vec<Node>),
    /// The entries so far, a key that waits for its value, and the objects to merge.
    Object(Object, Option<Key>, Vec<Node>),
}

/// A key that waits for its value.
struct Key {
    name: String,
    span: Span,
    /// Whether it is an unquoted `<<`.
    merges: bool,
}

impl<'f> Builder<'f> {
    fn new(file: u32, base: u32, text: &'f str, diagnostics: &'f mut Vec<Diagnostic>) -> Self {
        Self {
            file,
            base,
            text,
            diagnostics,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            documents: 0,
            nodes: 0,
            copies: 0,
            has_non_finite: false,
        }
    }

    fn fold(&mut self, text: &str) -> Result<(), Stop> {
        let options = granit_parser::options! {
            emit_comments: false,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, at) = event.map_err(Stop::Syntax)?;
            self.event(event, at.byte_range().unwrap_or_default()).map_err(Stop::Diagnostic)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Node {
        let empty = Node { span: self.span(0..0), key: None, value: Value::Null };
        let mut root = self.root.take().unwrap_or(empty);
        if self.has_non_finite {
            written::finite(&mut root, self.diagnostics);
        }
        root
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        span_of(self.file, self.base, range)
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) -> Result<(), Diagnostic> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second YAML document starts here; a file may contain one";
                    return Err(Diagnostic::error("several-documents", self.span(range), message));
                }
                Ok(())
            }
            Event::SequenceStart(_, anchor, _) => self.open(range, anchor, Content::Array(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                self.open(range, anchor, Content::Object(Object::new(), None, Vec::new()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar(&text, style, tag.as_deref());
                self.has_non_finite |= matches!(&value, Value::Number(text) if is_non_finite(text));
                let node = Node { span: self.span(range), key: None, value };
                self.remember(anchor, &node);
                self.place_scalar(node, style == ScalarStyle::Plain && text == "<<")
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(node) => {
                    self.copies += weight(node, MAX_COPIES);
                    if self.copies > MAX_COPIES {
                        return Err(self.over_budget(range, MAX_COPIES, "values that aliases copy"));
                    }
                    let node = node.clone();
                    self.add_node(node)
                }
                None => {
                    let message = "this alias is inside the value that it refers to";
                    Err(Diagnostic::error("endless-alias", self.span(range), message))
                }
            },
            _ => Ok(()),
        }
    }

    fn open(
        &mut self,
        range: std::ops::Range<usize>,
        anchor: usize,
        content: Content,
    ) -> Result<(), Diagnostic> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.over_budget(range, MAX_DEPTH, "levels of nesting"));
        }
        self.open.push(Open { start: range.start, anchor, content });
        Ok(())
    }

    fn close(&mut self, range: std::ops::Range<usize>) -> Result<(), Diagnostic> {
        let Some(Open { start, anchor, content }) = self.open.pop() else { return Ok(()) };
        let (value, last) = match content {
            Content::Array(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::Array(items), last)
            }
            Content::Object(mut object, _, merged) => {
                let last = object.values().chain(&merged).map(|value| value.span.end);
                // The target of an alias may be written earlier, or end later.
                let last = last.filter(|end| *end <= self.span(range.clone()).end).max();
                merge::merge(&mut object, &merged, self.diagnostics);
                let (text, base) = (self.text, self.base);
                let slice = |span: Span| {
                    text.get(span.start.checked_sub(base)? as usize..span.end.checked_sub(base)? as usize)
                };
                written::texts(&mut object, slice, self.diagnostics);
                (Value::Object(object), last)
            }
        };
        // The end event of a block collection is at the next token, lines below; its last value says where it ends.
        let mut span = self.span(start..range.end.max(start));
        if let Some(last) = last.filter(|_| range.is_empty()) {
            span.end = last.max(span.start);
        }
        let node = Node { span, key: None, value };
        self.remember(anchor, &node);
        self.add_node(node)
    }

    fn remember(&mut self, anchor: usize, node: &Node) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
    }

    fn add_node(&mut self, node: Node) -> Result<(), Diagnostic> {
        self.place_scalar(node, false)
    }

    fn place_scalar(&mut self, mut node: Node, merges: bool) -> Result<(), Diagnostic> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let range = node.span.start as usize..node.span.end as usize;
            return Err(self.over_budget(range, MAX_NODES, "values"));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Array(items)) => items.push(node),
            Some(Content::Object(object, waiting, merged)) => match waiting.take() {
                None => {
                    let name = node.as_text().or((node.value == Value::Null).then_some("null"));
                    let Some(name) = name.map(str::to_owned) else {
                        let message = format!("{} cannot be a key", node.kind());
                        return Err(Diagnostic::error("key-not-text", node.span, message));
                    };
                    *waiting = Some(Key { name, span: node.span, merges });
                }
                Some(Key { name, span: key, merges }) => {
                    node.key = Some(key);
                    if merges {
                        merged.push(node);
                        return Ok(());
                    }
                    match object.entry(name) {
                        Entry::Vacant(entry) => drop(entry.insert(node)),
                        Entry::Occupied(entry) => {
                            self.diagnostics.push(super::duplicate_key(entry.key(), key, entry.get()));
                        }
                    }
                }
            },
        }
        Ok(())
    }

    fn over_budget(&self, range: std::ops::Range<usize>, limit: usize, what: &str) -> Diagnostic {
        let message = format!("the document exceeds the limit of {limit} {what}");
        Diagnostic::error("over-budget", self.span(range), message)
    }

    fn syntax_error(&self, error: &ScanError, text: &str) -> Diagnostic {
        let at = error.marker().byte_offset().unwrap_or_else(|| byte_of(text, error.marker().index()));
        let at = at.min(text.len());
        let words = error.to_string();
        let words = words.split(" at ").next().unwrap_or_default().trim();
        let rest = text.get(at..).unwrap_or_default();
        let end = at + rest.chars().next().map_or(0, char::len_utf8);
        let diagnostic =
            Diagnostic::error("yaml-syntax", self.span(at..end), format!("this is not YAML: {words}"));
        let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        match line.trim_start_matches(' ').starts_with('\t')
            || (line.trim().is_empty() && rest.starts_with('\t'))
        {
            true => diagnostic.with_help("YAML indents with spaces, never with tabs"),
            false => diagnostic,
        }
    }
}

fn byte_of(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte)
}

fn span_of(file: u32, base: u32, range: std::ops::Range<usize>) -> Span {
    let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX).saturating_add(base);
    Span { file, start: offset(range.start), end: offset(range.end) }
}
