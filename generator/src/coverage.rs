//! What became of each node of a document: an account that does not trust the stages before it.
//!
//! It walks the document as it was read, before anything was moved or taken out, and asks of every node whether
//! describing read it, whether a diagnostic or a skipped operation names it, or whether it is prose that describes nothing
//! on the wire. A node of none of these was passed over by some stage; it is listed
//! then, and counted apart, since of a document that means what it says there should be none.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Skipped};
use crate::document::key_context::{KeyContext, is_annotation};
use crate::document::{Location, Node, Span, Value};

/// How many nodes a document has, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// All nodes: values, lists and objects at every level.
    pub total: usize,
    /// Those that were read.
    pub read: usize,
    /// Those that a diagnostic or a skipped operation names, or that stand inside of such a node.
    pub listed: usize,
    /// Extensions, examples and the like.
    pub prose: usize,
    /// The outermost of those that are none of these. Each is a diagnostic as well; here they are to be none.
    pub lost: Vec<Location>,
}

/// What is known of a document's nodes.
pub struct Known<'k> {
    /// Nodes that were read, by their spans.
    pub read: &'k HashSet<Span>,
    /// Nodes that are turned into others when a document is brought into the one shape.
    pub imported: &'k HashSet<Span>,
    /// What was noticed.
    pub diagnostics: &'k [Diagnostic],
    /// What was left out.
    pub skipped: &'k [Skipped],
}

/// Takes account of a document. The spans are of the outermost nodes that were lost.
pub fn measure(root: &Node, known: &Known<'_>) -> (Coverage, Vec<Span>) {
    let mut listed: HashSet<Span> = known.diagnostics.iter().map(|diagnostic| diagnostic.span).collect();
    listed.extend(known.skipped.iter().map(|skipped| skipped.node));
    let mut coverage = Coverage::default();
    let mut lost = Vec::new();
    let mut todo = vec![(root, KeyContext::Other, false)];
    while let Some((node, context, annotates)) = todo.pop() {
        coverage.total += 1;
        if listed.contains(&node.span) || node.key.is_some_and(|key| listed.contains(&key)) {
            let inside = node.descendants().count();
            coverage.total += inside - 1;
            coverage.listed += inside;
            continue;
        }
        let is_read = known.read.contains(&node.span) || known.imported.contains(&node.span);
        if !is_read && annotates {
            let inside = node.descendants().count();
            coverage.total += inside - 1;
            coverage.prose += inside;
            continue;
        }
        if !is_read && node.span != root.span {
            lost.push(node.head());
            continue;
        }
        coverage.read += 1;
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, context.item(), false))),
            Value::Object(object) => todo.extend(
                object.iter().map(|(key, child)| (child, context.below(key), is_annotation(context, key))),
            ),
            _ => {}
        }
    }
    (coverage, lost)
}
