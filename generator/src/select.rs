//! Takes a part of a document: the operations of some tags, or some operations by name.

use crate::Input;
use crate::openapi::METHODS;
use crate::prune::Skipped;
use crate::tree::{Node, Value};

/// Leaves the operations that were asked for. The others are listed as skipped.
pub fn select(root: &mut Node, input: &Input, skipped: &mut Vec<Skipped>) {
    if input.tags.is_empty() && input.operations.is_empty() && input.left_out.is_empty() {
        return;
    }
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
                None if is_wanted(input, node, &name) => return true,
                None => ("not-selected", "it was not asked for"),
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

fn is_wanted(input: &Input, node: &Node, name: &str) -> bool {
    if input.tags.is_empty() && input.operations.is_empty() {
        return true;
    }
    let tags = node.get("tags").and_then(Node::as_array).unwrap_or_default();
    let has_tag =
        tags.iter().filter_map(Node::as_text).any(|tag| input.tags.iter().any(|wanted| wanted == tag));
    let id = node.get("operationId").and_then(Node::as_text);
    has_tag || input.operations.iter().any(|wanted| wanted == name || Some(wanted.as_str()) == id)
}
