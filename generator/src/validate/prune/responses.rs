//! Removes error responses that depend on dangling references, instead of their operations.

use std::collections::{BTreeSet, HashSet};

use super::{broken_components, components, is_broken, target};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{METHODS, references};
use crate::document::{Node, Span, Value};
use crate::ir::Status;

/// The rules that report dangling references.
const RULES: [&str; 2] = ["dangling-reference", "unreadable-file"];

/// Removes error responses that depend on dangling references, and turns these errors into warnings unless something
/// else depends on them.
pub fn responses(root: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    let is_dangling = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error && RULES.contains(&diagnostic.rule.as_str())
    };
    let errors: Vec<Diagnostic> =
        diagnostics.iter().filter(|diagnostic| is_dangling(diagnostic)).cloned().collect();
    if errors.is_empty() {
        return;
    }
    let errors: Vec<&Diagnostic> = errors.iter().collect();
    let broken = broken_components(root, &errors, &mut HashSet::new());
    let mut left_out = Vec::new();
    let mut inside = HashSet::new();
    for operation in operations(root) {
        let Value::Object(entries) = &mut operation.value else { continue };
        let Some(Value::Object(responses)) = entries.get_mut("responses").map(|node| &mut node.value) else {
            continue;
        };
        let is_success = |key: &String| Status::parse(key).is_some_and(Status::is_success);
        let has_success = responses.keys().any(is_success);
        responses.retain(|key, response| {
            // If there is no success, `default` is one.
            if is_success(key) || (key == "default" && !has_success) || key.starts_with("x-") {
                return true;
            }
            let Some(error) = is_broken(response, &errors, &broken, &mut inside) else { return true };
            let message = format!("the response `{key}` is left out: {}", error.message);
            let diagnostic = Diagnostic::warning("left-out", response.head(), message);
            left_out.push(diagnostic.with_related(error.span, "because of this"));
            false
        });
    }
    if left_out.is_empty() {
        return;
    }
    let needed = still_needed(root, &errors);
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| is_dangling(diagnostic)) {
        if !needed.contains(&diagnostic.span) {
            diagnostic.severity = Severity::Warning;
        }
    }
    let names: Vec<_> = broken.iter().filter(|(_, error)| !needed.contains(&error.span)).collect();
    for (name, error) in names {
        if let Some(node) = take_component(root, name) {
            let message = format!("this component is left out: {}", error.message);
            left_out.push(Diagnostic::new(Severity::Approximation, "left-out", node.head(), message));
        }
    }
    diagnostics.append(&mut left_out);
}

fn operations(root: &mut Node) -> Vec<&mut Node> {
    let Value::Object(entries) = &mut root.value else { return Vec::new() };
    let items = ["paths", "webhooks"].into_iter();
    let mut found = Vec::new();
    for (_, node) in entries.iter_mut().filter(|(key, _)| items.clone().any(|section| section == *key)) {
        let Value::Object(items) = &mut node.value else { continue };
        for item in items.values_mut() {
            let Value::Object(methods) = &mut item.value else { continue };
            let methods = methods.iter_mut().filter(|(key, _)| METHODS.contains(&key.as_str()));
            found.extend(methods.map(|(_, operation)| operation));
        }
    }
    found
}

/// Returns the errors that anything other than a component depends on.
fn still_needed(root: &Node, errors: &[&Diagnostic]) -> HashSet<Span> {
    let all = components(root);
    let mut needed = HashSet::new();
    let mut reached = BTreeSet::new();
    let entries = root.as_object().into_iter().flatten();
    let mut todo: Vec<&Node> =
        entries.filter(|(key, _)| *key != "components").map(|(_, node)| node).collect();
    while let Some(node) = todo.pop() {
        let found = references(node);
        let spans: HashSet<Span> = found.iter().map(|(_, node)| node.span).collect();
        needed.extend(errors.iter().map(|error| error.span).filter(|span| spans.contains(span)));
        let names: BTreeSet<String> = found.into_iter().map(|(text, _)| target(text)).collect();
        for (name, node) in all.iter().filter(|(name, _)| names.contains(name)) {
            if reached.insert(name.clone()) {
                todo.push(node);
            }
        }
    }
    needed
}

fn take_component(root: &mut Node, name: &str) -> Option<Node> {
    let mut segments = name.strip_prefix("#/components/")?.splitn(2, '/');
    let (section, name) = (segments.next()?, segments.next()?);
    let name = name.replace("~1", "/").replace("~0", "~");
    let mut node = root;
    for key in ["components", section] {
        let Value::Object(entries) = &mut node.value else { return None };
        node = entries.get_mut(key)?;
    }
    let Value::Object(entries) = &mut node.value else { return None };
    entries.shift_remove(&name)
}
