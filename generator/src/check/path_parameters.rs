//! Path templates and path parameters name each other
//! ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#path-templating)).

use super::Document;
use crate::finding::Finding;
use crate::openapi::{OperationAt, operations, parameters, template_names};
use crate::tree::Node;

pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Finding>) {
    for at in operations(document.root) {
        check_template(at, findings);
        let declared = declared(document.root, at);
        let used = template_names(at.path);
        let operation = format!("`{} {}`", at.method.to_uppercase(), at.path);
        for name in used.iter().filter(|name| !declared.iter().any(|(declared, _)| declared == *name)) {
            let message = format!("{operation} does not declare its path parameter `{name}`");
            let help =
                format!("add `- {{name: {name}, in: path, required: true, schema: {{type: string}}}}`");
            findings
                .push(Finding::warning("undeclared-path-parameter", at.node.head(), message).with_help(help));
        }
        for (name, node) in declared.iter().filter(|(name, _)| !used.contains(name)) {
            let message = format!("{operation} has no `{{{name}}}` in its path for this parameter");
            findings.push(Finding::warning("unused-path-parameter", node.head(), message));
        }
    }
}

fn check_template(at: OperationAt<'_>, findings: &mut Vec<Finding>) {
    if !at.path.starts_with('/') {
        let message = format!("the path `{}` does not begin with `/`", at.path);
        findings.push(Finding::error("path-template", at.item.head(), message));
    }
    let route = at.path.split(['?', '#']).next().unwrap_or_default();
    let mut depth = 0_i32;
    for letter in route.chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if !(0..=1).contains(&depth) {
            break;
        }
    }
    if depth != 0 || template_names(at.path).contains(&"") {
        let message = format!("the braces of the path `{}` do not name parameters", at.path);
        findings.push(Finding::error("path-template", at.item.head(), message));
    }
}

fn declared<'t>(root: &'t Node, at: OperationAt<'t>) -> Vec<(&'t str, &'t Node)> {
    let path = |node: &Node| node.get("in").and_then(Node::as_str) == Some("path");
    let all = parameters(root, at).into_iter().filter(|node| path(node));
    all.filter_map(|node| Some((node.get("name")?.as_str()?, node))).collect()
}
