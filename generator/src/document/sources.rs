//! Maps spans to file, line, column and JSON pointer.

use serde::{Deserialize, Serialize};

use crate::document::{Node, Span, Value, pointer_segment};

/// An input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The path for display, with `/` as separator.
    pub path: String,
    /// The contents.
    pub text: String,
}

/// A source location for display.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The path of the file.
    pub file: String,
    /// The line, starting at 1.
    pub line: usize,
    /// The column, starting at 1, in characters.
    pub column: usize,
    /// The JSON pointer in the file ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)); empty for the root.
    pub pointer: String,
}

/// The input files and their trees, for locating diagnostics.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

#[derive(Debug)]
struct Source {
    file: SourceFile,
    line_starts: Vec<usize>,
    tree: Option<Node>,
}

impl Sources {
    /// Adds a file and its tree.
    pub fn push(&mut self, file: SourceFile, tree: Option<Node>) {
        let breaks = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        self.files.push(Source { file, line_starts, tree });
    }

    /// Appends another list. `by` is the number of files in this one: the other's spans are shifted by it.
    pub fn append(&mut self, other: Self, by: u32) {
        for mut source in other.files {
            source.tree.iter_mut().for_each(|tree| tree.shift(by));
            self.files.push(source);
        }
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the trees in the order of their files.
    pub fn trees(&self) -> impl Iterator<Item = &Node> {
        self.files.iter().filter_map(|source| source.tree.as_ref())
    }

    /// Returns the location of a span's start.
    pub fn location(&self, span: Span) -> Location {
        let Some(source) = self.files.get(span.file as usize) else {
            return Location { file: String::new(), line: 1, column: 1, pointer: String::new() };
        };
        let start = span.start as usize;
        let line = source.line_starts.partition_point(|begin| *begin <= start).max(1);
        let begin = source.line_starts.get(line - 1).copied().unwrap_or_default();
        let before = source.file.text.get(begin..start).unwrap_or_default();
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        let pointer = source.tree.as_ref().map(|tree| pointer(tree, span)).unwrap_or_default();
        Location { file: source.file.path.clone(), line, column, pointer }
    }
}

/// Returns the pointer of the innermost node whose key or value contains a span.
fn pointer(root: &Node, span: Span) -> String {
    let mut path = String::new();
    let mut node = root;
    while node.span != span {
        let Some((segment, child)) = child_around(node, span) else { break };
        path.push('/');
        path.push_str(&segment);
        if child.key.is_some_and(|key| key.contains(span)) {
            break;
        }
        node = child;
    }
    path
}

fn child_around(node: &Node, span: Span) -> Option<(String, &Node)> {
    match &node.value {
        Value::Array(items) => {
            let found = items.iter().enumerate().find(|(_, item)| item.span.contains(span));
            found.map(|(index, item)| (index.to_string(), item))
        }
        Value::Object(object) => {
            let around =
                |child: &Node| child.key.is_some_and(|key| key.contains(span)) || child.span.contains(span);
            let found = object.iter().find(|(_, child)| around(child));
            found.map(|(key, child)| (pointer_segment(key), child))
        }
        _ => None,
    }
}
