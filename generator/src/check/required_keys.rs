//! Keys without which a description means nothing.

use super::Document;
use crate::finding::{Finding, Severity};
use crate::openapi::operations;
use crate::tree::Node;

pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Finding>) {
    let root = document.root;
    require(Severity::Error, root, "the document", &["info"], findings);
    if root.get("webhooks").is_none() && root.get("components").is_none() {
        require(Severity::Error, root, "the document", &["paths"], findings);
    }
    if let Some(info) = root.get("info") {
        require(Severity::Error, info, "`info`", &["title", "version"], findings);
    }
    // From 3.1 on an operation may say nothing of its replies.
    let version = root.get("openapi").and_then(Node::as_text).unwrap_or_default();
    let optional_responses = version.starts_with("3.1") || version.starts_with("3.2");
    for at in operations(root) {
        let name = format!("`{} {}`", at.method.to_uppercase(), at.path);
        if !optional_responses {
            require(Severity::Error, at.node, &name, &["responses"], findings);
        }
        require(Severity::Warning, at.node, &name, &["operationId"], findings);
        for (status, reply) in at.node.get("responses").and_then(Node::as_object).into_iter().flatten() {
            if reply.reference().is_none() && !status.starts_with("x-") {
                let name = format!("the reply `{status}` of {name}");
                require(Severity::Warning, reply, &name, &["description"], findings);
            }
        }
    }
}

fn require(severity: Severity, node: &Node, name: &str, keys: &[&str], findings: &mut Vec<Finding>) {
    if node.as_object().is_none() {
        let message = format!("{name} should be an object and is {}", node.kind());
        findings.push(Finding::error("wrong-type", node.head(), message));
        return;
    }
    for key in keys.iter().filter(|key| node.get(key).is_none()) {
        let message = format!("{name} has no `{key}`, which OpenAPI requires");
        let finding = Finding::new(severity, "missing-key", node.head(), message);
        findings.push(finding.with_help(format!("add `{key}:`")));
    }
}
