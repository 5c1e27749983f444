//! Tracks which nodes were read.

use std::collections::HashSet;

use crate::document::key_context::{KeyContext, is_annotation};
use crate::document::{Node, Span, Value};

/// The spans of the nodes that were read.
#[derive(Debug, Default)]
pub(crate) struct ReadTracker {
    read: HashSet<Span>,
}

impl ReadTracker {
    /// Marks a node as read.
    pub(crate) fn read(&mut self, node: &Node) {
        self.read.insert(node.span);
    }

    /// Marks a node and its descendants as read.
    pub(crate) fn read_whole(&mut self, node: &Node) {
        node.descendants().for_each(|node| self.read(node));
    }

    /// Marks extensions and prose in nodes that were read, and the maps that only hold definitions.
    pub(crate) fn annotations(&mut self, root: &Node) {
        let mut todo = vec![(root, KeyContext::Other)];
        while let Some((node, context)) = todo.pop() {
            match &node.value {
                Value::Array(items) => todo.extend(items.iter().map(|item| (item, context.item()))),
                Value::Object(object) => {
                    for (key, child) in object {
                        if context == KeyContext::Schema && matches!(key.as_str(), "$defs" | "definitions") {
                            self.read(child);
                        }
                        match self.read.contains(&child.span) {
                            false if is_annotation(context, key) => self.read_whole(child),
                            _ => todo.push((child, context.below(key))),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the spans of the nodes that were read.
    pub(crate) fn into_read(self) -> HashSet<Span> {
        self.read
    }

    /// Returns the outermost nodes that were not read, with their keys.
    pub(crate) fn unread<'t>(&self, root: &'t Node) -> Vec<(&'t Node, &'t str)> {
        let mut unread = Vec::new();
        let mut todo = vec![(root, "")];
        while let Some((node, key)) = todo.pop() {
            if !self.read.contains(&node.span) && node.span != root.span {
                unread.push((node, key));
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
        unread
    }
}
