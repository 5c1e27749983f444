//! References that lead nowhere, inside of a schema: what they stand for is any JSON.
//!
//! A property, an item or a value of a map is untyped then. An alternative is left out if two others remain, since a union
//! keeps a value of another kind as JSON. A body, a parameter or a component that is such a reference stays an error.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{KeyContext, UNRESOLVED};
use crate::document::{Node, Span, Value};

/// The rules whose diagnostics are about references that lead nowhere.
const RULES: [&str; 2] = ["dangling-reference", "unreadable-file"];

/// Takes such references out of schemas, and makes their diagnostics warnings.
pub(super) fn loosen(root: &mut Node, diagnostics: &mut [Diagnostic]) {
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

/// What is on another machine cannot be had by an option, unlike what is outside of the root.
fn is_remote(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
        && diagnostic.rule == "reference-outside"
        && diagnostic.message.contains("remote references")
}

/// `is_within` tells whether a node that is a schema is a part of another schema.
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

/// Makes a reference a schema that says nothing, and that is known to have said more.
fn unresolved(node: &mut Node, read: &mut HashMap<Span, &'static str>) {
    let Value::Object(object) = &mut node.value else { return };
    if let Some(target) = object.shift_remove("$ref") {
        read.insert(target.span, "this is untyped");
        object.insert(UNRESOLVED.to_owned(), target);
    }
}
