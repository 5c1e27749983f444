//! Which nodes were read.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::key_context::{Place, is_annotation};
use crate::document::{Node, Span, Value};

/// The nodes that were read, by their spans.
#[derive(Debug, Default)]
pub(crate) struct ReadTracker {
    read: HashSet<Span>,
}

impl ReadTracker {
    /// Marks one node.
    pub(crate) fn read(&mut self, node: &Node) {
        self.read.insert(node.span);
    }

    /// Marks a node and all that it holds.
    pub(crate) fn read_whole(&mut self, node: &Node) {
        let mut todo = vec![node];
        while let Some(node) = todo.pop() {
            self.read(node);
            match &node.value {
                Value::Array(items) => todo.extend(items),
                Value::Object(object) => todo.extend(object.values()),
                _ => {}
            }
        }
    }

    /// Marks extensions and prose, wherever they stand in what was read, and the maps that only hold definitions.
    pub(crate) fn annotations(&mut self, root: &Node) {
        let mut todo = vec![(root, Place::Other)];
        while let Some((node, place)) = todo.pop() {
            match &node.value {
                Value::Array(items) => todo.extend(items.iter().map(|item| (item, place.item()))),
                Value::Object(object) => {
                    for (key, child) in object {
                        if place == Place::Schema && matches!(key.as_str(), "$defs" | "definitions") {
                            self.read(child);
                        }
                        match self.read.contains(&child.span) {
                            false if is_annotation(place, key) => self.read_whole(child),
                            _ => todo.push((child, place.below(key))),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The nodes that were read, by their spans.
    pub(crate) fn into_read(self) -> HashSet<Span> {
        self.read
    }

    /// Lists the outermost nodes that nobody read.
    pub(crate) fn finish(&self, root: &Node, diagnostics: &mut Vec<Diagnostic>) {
        let mut todo: Vec<(&Node, &str)> = vec![(root, "")];
        while let Some((node, key)) = todo.pop() {
            if !self.read.contains(&node.span) && node.span != root.span {
                let what = if key.is_empty() { "this".to_owned() } else { format!("`{key}`") };
                let message = format!("{what} is not supported here; ignored");
                diagnostics.push(Diagnostic::new(
                    Severity::Approximation,
                    "not-carried-over",
                    node.head(),
                    message,
                ));
                continue;
            }
            match &node.value {
                Value::Array(items) => todo.extend(items.iter().rev().map(|item| (item, ""))),
                Value::Object(object) => {
                    todo.extend(object.iter().rev().map(|(key, child)| (child, key.as_str())))
                }
                _ => {}
            }
        }
    }
}
