//! Keys without which a description means nothing.

use super::Document;
use crate::finding::Finding;
use crate::openapi::operations;
use crate::tree::Node;

pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Finding>) {
    let root = document.root;
    require(root, "the document", &["info", "paths"], findings);
    if let Some(info) = root.get("info") {
        require(info, "`info`", &["title", "version"], findings);
    }
    for at in operations(root) {
        let name = format!("`{} {}`", at.method.to_uppercase(), at.path);
        require(at.node, &name, &["operationId", "responses"], findings);
        for (status, reply) in at.node.get("responses").and_then(Node::as_object).into_iter().flatten() {
            if reply.reference().is_none() && !status.starts_with("x-") {
                require(reply, &format!("the reply `{status}` of {name}"), &["description"], findings);
            }
        }
    }
}

fn require(node: &Node, name: &str, keys: &[&str], findings: &mut Vec<Finding>) {
    if node.as_object().is_none() {
        let message = format!("{name} should be an object and is {}", node.kind());
        findings.push(Finding::error("wrong-type", node.head(), message));
        return;
    }
    for key in keys.iter().filter(|key| node.get(key).is_none()) {
        let message = format!("{name} has no `{key}`, which OpenAPI requires");
        findings.push(Finding::error("missing-key", node.head(), message).with_help(format!("add `{key}:`")));
    }
}
