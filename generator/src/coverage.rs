//! Checks that every node of a document was consumed, independently of the other phases.
//!
//! It walks the document as it was loaded, before nodes were moved or removed. Each node must have been read by
//! `resolve`, named by a diagnostic or a skipped operation, or be prose that does not affect the wire format. Any other
//! node was ignored by some phase: it is lost, which is reported and should not happen.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Skipped};
use crate::document::key_context::{KeyContext, is_annotation};
use crate::document::{Location, Node, Span, Value};

/// The number of nodes in a document, by what happened to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// All values, at every level.
    pub total: usize,
    /// Nodes that were read.
    pub read: usize,
    /// Nodes that a diagnostic or a skipped operation names, by themselves, their key or their `$ref`, and their descendants.
    pub listed: usize,
    /// Extensions, examples and the like.
    pub prose: usize,
    /// The outermost nodes that are none of these. Each is reported as well.
    pub lost: Vec<Location>,
}

/// What the other phases recorded about nodes.
pub struct Known<'k> {
    /// The spans of nodes that were read.
    pub read: &'k HashSet<Span>,
    /// The spans of nodes that `import` converts.
    pub imported: &'k HashSet<Span>,
    /// The diagnostics.
    pub diagnostics: &'k [Diagnostic],
    /// The skipped operations.
    pub skipped: &'k [Skipped],
}

/// Returns the coverage of a document, and the spans of the outermost lost nodes.
pub fn measure(root: &Node, known: &Known<'_>) -> (Coverage, Vec<Span>) {
    let mut listed: HashSet<Span> = known.diagnostics.iter().map(|diagnostic| diagnostic.span).collect();
    listed.extend(known.skipped.iter().map(|skipped| skipped.node));
    let mut coverage = Coverage::default();
    let mut lost = Vec::new();
    let mut todo = vec![(root, KeyContext::Other, false)];
    while let Some((node, context, annotates)) = todo.pop() {
        coverage.total += 1;
        let target = node.reference().map(|target| target.span);
        if [Some(node.span), node.key, target].iter().flatten().any(|span| listed.contains(span)) {
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
