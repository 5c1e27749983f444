//! From a span to what a person reads: file, line, column, JSON pointer.

use serde::{Deserialize, Serialize};

use crate::document::{Node, Span, Value, pointer_segment};

/// A file that was given to the generator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its path for people, relative to where they stand, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A place as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The file's path, as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The JSON pointer within the file ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)); empty for the root.
    pub pointer: String,
}

/// The files that were given and the trees that they were read into, for diagnostic places again.
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
    /// Adds a file and what was read from it.
    pub fn push(&mut self, file: SourceFile, tree: Option<Node>) {
        let breaks = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        self.files.push(Source { file, line_starts, tree });
    }

    /// Adds the files of another list. `by` is how many there are here: their spans move by as much.
    pub fn append(&mut self, other: Self, by: u32) {
        for mut source in other.files {
            source.tree.iter_mut().for_each(|tree| tree.shift(by));
            self.files.push(source);
        }
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The trees, in the order of their files.
    pub fn trees(&self) -> impl Iterator<Item = &Node> {
        self.files.iter().filter_map(|source| source.tree.as_ref())
    }

    /// Where a span begins.
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

/// The pointer of the innermost node that a span belongs to: it is the node's own, its key's, or inside of either.
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
