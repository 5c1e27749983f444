//! YAML to nodes: a fold over parser events, so that depth costs no stack.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError};
use indexmap::map::Entry;

use super::scalar::scalar;
use super::{MAX_DEPTH, MAX_NODES};
use crate::finding::Finding;
use crate::tree::{Node, Object, Span, Value};

/// How many values aliases may copy, all together.
const MAX_COPIES: usize = 100_000;

pub(super) fn read(file: u32, base: u32, text: &str, findings: &mut Vec<Finding>) -> Option<Node> {
    let mut builder = Builder::new(file, base, findings);
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let step = match event {
            Ok((event, at)) => builder.event(event, at.byte_range().unwrap_or_default()),
            Err(error) => Err(builder.syntax_error(&error, text)),
        };
        match step {
            Ok(()) => {}
            Err(finding) => {
                builder.findings.push(finding);
                return None;
            }
        }
    }
    let empty = Node { span: builder.span(0..0), key: None, value: Value::Null };
    Some(builder.root.unwrap_or(empty))
}

struct Builder<'f> {
    file: u32,
    base: u32,
    findings: &'f mut Vec<Finding>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    root: Option<Node>,
    documents: usize,
    nodes: usize,
    copies: usize,
}

/// A collection that is being read.
struct Open {
    start: usize,
    anchor: usize,
    content: Content,
}

enum Content {
    Array(Vec<Node>),
    /// Entries so far, and a key that waits for its value.
    Object(Object, Option<Key>),
}

/// A key that waits for its value.
struct Key {
    name: String,
    span: Span,
    /// Whether it asks for a merge, which `<<` does where it is not quoted.
    merges: bool,
}

impl<'f> Builder<'f> {
    fn new(file: u32, base: u32, findings: &'f mut Vec<Finding>) -> Self {
        Self {
            file,
            base,
            findings,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
            documents: 0,
            nodes: 0,
            copies: 0,
        }
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX).saturating_add(self.base);
        Span { file: self.file, start: place(range.start), end: place(range.end) }
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) -> Result<(), Finding> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second YAML document begins here, and a file holds one";
                    return Err(Finding::error("several-documents", self.span(range), message));
                }
                Ok(())
            }
            Event::SequenceStart(_, anchor, _) => self.open(range, anchor, Content::Array(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                self.open(range, anchor, Content::Object(Object::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range),
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar(&text, style, tag.as_deref());
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
                    self.place(node)
                }
                None => {
                    let message = "this alias stands inside of what it refers to, and so would never end";
                    Err(Finding::error("endless-alias", self.span(range), message))
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
    ) -> Result<(), Finding> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.over_budget(range, MAX_DEPTH, "levels of nesting"));
        }
        self.open.push(Open { start: range.start, anchor, content });
        Ok(())
    }

    fn close(&mut self, range: std::ops::Range<usize>) -> Result<(), Finding> {
        let Some(Open { start, anchor, content }) = self.open.pop() else { return Ok(()) };
        let (value, last) = match content {
            Content::Array(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::Array(items), last)
            }
            Content::Object(object, _) => {
                let last = object.last().map(|(_, value)| value.span.end);
                (Value::Object(object), last)
            }
        };
        // A block collection's end event stands at the next token, lines below; its last value says where it ends.
        let mut span = self.span(start..range.end.max(start));
        if let Some(last) = last.filter(|_| range.is_empty()) {
            span.end = last.max(span.start);
        }
        let node = Node { span, key: None, value };
        self.remember(anchor, &node);
        self.place(node)
    }

    fn remember(&mut self, anchor: usize, node: &Node) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
    }

    fn place(&mut self, node: Node) -> Result<(), Finding> {
        self.place_scalar(node, false)
    }

    fn place_scalar(&mut self, mut node: Node, merges: bool) -> Result<(), Finding> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let range = node.span.start as usize..node.span.end as usize;
            return Err(self.over_budget(range, MAX_NODES, "values"));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Array(items)) => items.push(node),
            Some(Content::Object(object, waiting)) => match waiting.take() {
                None => {
                    let name = node.as_text().or((node.value == Value::Null).then_some("null"));
                    let Some(name) = name.map(str::to_owned) else {
                        let message = format!("{} cannot be a key", node.kind());
                        return Err(Finding::error("key-not-text", node.span, message));
                    };
                    *waiting = Some(Key { name, span: node.span, merges });
                }
                Some(Key { name, span: key, merges }) => {
                    node.key = Some(key);
                    if merges {
                        merge(object, &node);
                        return Ok(());
                    }
                    match object.entry(name) {
                        Entry::Vacant(entry) => drop(entry.insert(node)),
                        Entry::Occupied(entry) => {
                            self.findings.push(super::duplicate_key(entry.key(), key, entry.get()));
                        }
                    }
                }
            },
        }
        Ok(())
    }

    fn over_budget(&self, range: std::ops::Range<usize>, limit: usize, what: &str) -> Finding {
        let message = format!("the document has more than {limit} {what}, which is the limit");
        Finding::error("over-budget", self.span(range), message)
    }

    fn syntax_error(&self, error: &ScanError, text: &str) -> Finding {
        let at = error.marker().byte_offset().unwrap_or_else(|| byte_of(text, error.marker().index()));
        let at = at.min(text.len());
        let words = error.to_string();
        let words = words.split(" at ").next().unwrap_or_default().trim();
        let rest = text.get(at..).unwrap_or_default();
        let end = at + rest.chars().next().map_or(0, char::len_utf8);
        let finding = Finding::error("yaml-syntax", self.span(at..end), format!("this is not YAML: {words}"));
        let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        match line.trim_start_matches(' ').starts_with('\t')
            || (line.trim().is_empty() && rest.starts_with('\t'))
        {
            true => finding.with_help("YAML indents with spaces, never with tabs"),
            false => finding,
        }
    }
}

fn byte_of(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(byte, _)| byte)
}

/// How many nodes there are, counted no further than the limit.
fn weight(node: &Node, limit: usize) -> usize {
    let mut count = 0;
    let mut todo = vec![node];
    while let Some(node) = todo.pop() {
        count += 1;
        if count > limit {
            break;
        }
        match &node.value {
            Value::Array(items) => todo.extend(items),
            Value::Object(object) => todo.extend(object.values()),
            _ => {}
        }
    }
    count
}

/// The merge key of YAML 1.1 ([yaml.org/type/merge](https://yaml.org/type/merge.html)): what is there already stays.
fn merge(object: &mut Object, from: &Node) {
    match &from.value {
        Value::Object(entries) => {
            for (key, value) in entries {
                object.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        Value::Array(items) => items.iter().for_each(|item| merge(object, item)),
        _ => {}
    }
}
