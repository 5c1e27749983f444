//! Replaces dangling references inside schemas by "any JSON".
//!
//! A property, an item or a map value becomes untyped. An alternative is removed if at least two others remain, because
//! a union keeps an unknown value as JSON. A dangling body, parameter or component stays an error.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{KeyContext, UNRESOLVED};
use crate::document::{Node, Span, Value};

/// The rules that report dangling references.
const RULES: [&str; 2] = ["dangling-reference", "unreadable-file"];

/// Replaces dangling references in schemas and turns their diagnostics into warnings.
pub(super) fn replace_dangling(root: &mut Node, diagnostics: &mut [Diagnostic]) {
    let is_dangling = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error && RULES.contains(&diagnostic.rule.as_str())
            || is_remote(diagnostic)
    };
    let dangling: HashSet<Span> = diagnostics
        .iter()
        .filter(|diagnostic| is_dangling(diagnostic))
        .map(|diagnostic| diagnostic.span)
        .collect();
    if dangling.is_empty() {
        return;
    }
    let mut read = HashMap::new();
    walk(root, KeyContext::Other, false, &dangling, &mut read);
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| is_dangling(diagnostic)) {
        if let Some(what) = read.get(&diagnostic.span) {
            diagnostic.severity = Severity::Warning;
            diagnostic.message = format!("{}; {what}", diagnostic.message);
        }
    }
}

/// Whether a reference points to another host, so that no option can make it available.
fn is_remote(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
        && diagnostic.rule == "reference-outside"
        && diagnostic.message.contains("remote references")
}

/// Walks the tree. `is_within` says whether the node is nested in a schema.
fn walk(
    node: &mut Node,
    context: KeyContext,
    is_within: bool,
    dangling: &HashSet<Span>,
    read: &mut HashMap<Span, &'static str>,
) {
    let leads_nowhere = |node: &Node| node.reference().is_some_and(|target| dangling.contains(&target.span));
    if context == KeyContext::Schema && is_within && leads_nowhere(node) {
        unresolved(node, read);
        return;
    }
    match &mut node.value {
        Value::Array(items) => {
            for item in items {
                walk(item, context.item(), is_within, dangling, read);
            }
        }
        Value::Object(object) => {
            for (key, child) in object.iter_mut().filter(|(key, _)| !context.is_data(key)) {
                let is_union = context == KeyContext::Schema && matches!(key.as_str(), "oneOf" | "anyOf");
                if let (true, Value::Array(branches)) = (is_union, &mut child.value)
                    && branches.iter().filter(|branch| !leads_nowhere(branch)).count() > 1
                {
                    branches.retain(|branch| {
                        let target = branch.reference().map(|target| target.span);
                        let Some(span) = target.filter(|span| dangling.contains(span)) else { return true };
                        read.insert(span, "this alternative is ignored; its values are kept as JSON");
                        false
                    });
                }
                let below = context.below(key);
                let is_within = match context {
                    KeyContext::Schema => true,
                    KeyContext::Schemas => is_within,
                    _ => false,
                };
                walk(child, below, is_within, dangling, read);
            }
        }
        _ => {}
    }
}

/// Replaces a reference by an empty schema that is marked as unresolved.
fn unresolved(node: &mut Node, read: &mut HashMap<Span, &'static str>) {
    let Value::Object(object) = &mut node.value else { return };
    if let Some(target) = object.shift_remove("$ref") {
        read.insert(target.span, "this is untyped");
        object.insert(UNRESOLVED.to_owned(), target);
    }
}
