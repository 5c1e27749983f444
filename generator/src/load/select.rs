//! Selects operations by tag or by name.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Skipped, nearest};
use crate::document::openapi::{METHODS, operations};
use crate::document::{Node, Value};
use crate::input::Input;

/// Keeps the selected operations and reports the others as skipped. Fails if a selected tag or operation does not
/// exist.
pub fn select(root: &mut Node, input: &Input, diagnostics: &mut Vec<Diagnostic>, skipped: &mut Vec<Skipped>) {
    if input.tags.is_empty() && input.operations.is_empty() && input.left_out.is_empty() {
        return;
    }
    unmatched(root, input, diagnostics);
    let Value::Object(entries) = &mut root.value else { return };
    let Some(Value::Object(paths)) = entries.get_mut("paths").map(|paths| &mut paths.value) else { return };
    for (path, item) in paths.iter_mut() {
        let Value::Object(operations) = &mut item.value else { continue };
        operations.retain(|method, node| {
            let name = format!("{} {path}", method.to_uppercase());
            let left_out = input.left_out.iter().find(|left_out| left_out.operation == name);
            let (rule, reason) = match left_out {
                _ if !METHODS.contains(&method.as_str()) => return true,
                Some(left_out) => ("left-out", left_out.reason.as_str()),
                None if is_selected(input, node, &name) => return true,
                None => ("not-selected", "it was not selected"),
            };
            skipped.push(Skipped {
                operation: name,
                reason: reason.to_owned(),
                rule: rule.to_owned(),
                span: node.head(),
                node: node.span,
            });
            false
        });
    }
}

/// Reports each selected tag and operation that does not exist.
fn unmatched(root: &Node, input: &Input, diagnostics: &mut Vec<Diagnostic>) {
    let (mut tags, mut names) = (BTreeSet::new(), BTreeSet::new());
    for at in operations(root) {
        let listed = at.node.items("tags");
        tags.extend(listed.iter().filter_map(Node::as_text).map(str::to_owned));
        names.insert(format!("{} {}", at.method.to_uppercase(), at.path));
        names.extend(at.node.get("operationId").and_then(Node::as_text).map(str::to_owned));
    }
    let mut report = |wanted: &str, known: &BTreeSet<String>, what: &str| {
        let message = match what {
            "tag" => format!("no operation has the tag `{wanted}`"),
            _ => format!("there is no operation `{wanted}`"),
        };
        let diagnostic = Diagnostic::error("selection", root.head(), message);
        let near = nearest(wanted, known.iter().map(String::as_str));
        diagnostics.push(match near {
            Some(near) => diagnostic.with_help(format!("use `--{what} \"{near}\"`")),
            None => diagnostic,
        });
    };
    input.tags.iter().filter(|tag| !tags.contains(*tag)).for_each(|tag| report(tag, &tags, "tag"));
    input
        .operations
        .iter()
        .filter(|name| !names.contains(*name))
        .for_each(|name| report(name, &names, "operation"));
}

fn is_selected(input: &Input, node: &Node, name: &str) -> bool {
    if input.tags.is_empty() && input.operations.is_empty() {
        return true;
    }
    let tags = node.items("tags");
    let has_tag =
        tags.iter().filter_map(Node::as_text).any(|tag| input.tags.iter().any(|wanted| wanted == tag));
    let id = node.get("operationId").and_then(Node::as_text);
    has_tag || input.operations.iter().any(|wanted| wanted == name || Some(wanted.as_str()) == id)
}
