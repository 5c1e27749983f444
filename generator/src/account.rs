//! What became of each node of a document: an account that does not trust the stages before it.
//!
//! It walks the document as it was read, before anything was moved or taken out, and asks of every node whether
//! describing read it, whether a finding or a skipped operation names it, or whether it is prose that describes nothing
//! on the wire. A node of none of these was passed over by some stage; it is listed
//! then, and counted apart, since of a document that means what it says there should be none.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::openapi::Place;
use crate::prune::Skipped;
use crate::source::Location;
use crate::tree::{Node, Span, Value};

/// Keys that describe nothing on the wire, wherever they stand: prose for readers of the document.
const ANNOTATIONS: [&str; 6] =
    ["example", "examples", "externalDocs", "contact", "license", "termsOfService"];

/// How many nodes a document has, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// All nodes: values, lists and objects at every level.
    pub total: usize,
    /// Those that were read.
    pub read: usize,
    /// Those that a finding or a skipped operation names, or that stand inside of such a node.
    pub listed: usize,
    /// Extensions, examples and the like.
    pub prose: usize,
    /// The outermost of those that are none of these. Each is a finding as well; here they are to be none.
    pub lost: Vec<Location>,
}

/// What is known of a document's nodes.
pub struct Known<'k> {
    /// Nodes that were read, by their spans.
    pub read: &'k HashSet<Span>,
    /// Nodes that are turned into others when a document is brought into the one shape.
    pub imported: &'k HashSet<Span>,
    /// What was noticed.
    pub findings: &'k [Finding],
    /// What was left out.
    pub skipped: &'k [Skipped],
}

/// Takes account of a document. The spans are of the outermost nodes that were lost.
pub fn account(root: &Node, known: &Known<'_>) -> (Account, Vec<Span>) {
    let mut listed: HashSet<Span> = known.findings.iter().map(|finding| finding.span).collect();
    listed.extend(known.skipped.iter().map(|skipped| skipped.node));
    let mut account = Account::default();
    let mut lost = Vec::new();
    let mut todo = vec![(root, Place::Other, false)];
    while let Some((node, place, annotates)) = todo.pop() {
        account.total += 1;
        if listed.contains(&node.span) || node.key.is_some_and(|key| listed.contains(&key)) {
            let inside = size(node);
            account.total += inside - 1;
            account.listed += inside;
            continue;
        }
        let is_read = known.read.contains(&node.span) || known.imported.contains(&node.span);
        if !is_read && annotates {
            let inside = size(node);
            account.total += inside - 1;
            account.prose += inside;
            continue;
        }
        if !is_read && node.span != root.span {
            lost.push(node.head());
            continue;
        }
        account.read += 1;
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, place.item(), false))),
            Value::Object(object) => todo.extend(
                object.iter().map(|(key, child)| (child, place.below(key), is_annotation(place, key))),
            ),
            _ => {}
        }
    }
    (account, lost)
}

/// Whether a key of an object at some place describes nothing on the wire. A name that somebody chose does not tell.
pub fn is_annotation(place: Place, key: &str) -> bool {
    place.is_extension(key) || (!place.has_names() && ANNOTATIONS.contains(&key))
}

/// How many nodes a node is, itself included.
fn size(node: &Node) -> usize {
    let mut size = 0;
    let mut todo = vec![node];
    while let Some(node) = todo.pop() {
        size += 1;
        match &node.value {
            Value::Array(items) => todo.extend(items),
            Value::Object(object) => todo.extend(object.values()),
            _ => {}
        }
    }
    size
}
