//! Path templates and path parameters match ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#path-templating)).
//!
//! An undeclared parameter is an error. With `--keep-going` the operation is kept, and the parameter is a string.

use super::Document;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::document::openapi::{METHODS, OperationAt, follow, operations, parameters, template_names};

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for at in operations(document.root) {
        check_names(document, at, diagnostics);
    }
}

fn check_names(document: &Document<'_>, at: OperationAt<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let root = document.root;
    let declared = declared(root, at);
    let used = template_names(at.path);
    let operation = format!("`{} {}`", at.method.to_uppercase(), at.path);
    for (place, name) in used.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        if used.iter().take(place).any(|earlier| earlier == name) {
            let message =
                format!("{operation} names `{name}` twice in its path; one argument is used for both");
            diagnostics.push(Diagnostic::warning("doubled-path-parameter", at.item.head(), message));
        }
    }
    // An unreadable parameter may be the missing one.
    let is_readable = [at.node, at.item].iter().all(|node| all_are_named(root, node));
    let is_declared = |name: &str| declared.iter().any(|(declared, _)| *declared == name);
    let missing: Vec<&str> = used.iter().copied().filter(|name| is_readable && !is_declared(name)).collect();
    let unused: Vec<_> = declared.iter().filter(|(name, _)| !used.contains(name)).collect();
    for name in &missing {
        // One unmatched name on each side is a rename.
        let is_renamed = missing.len() == 1 && unused.len() == 1;
        let severity = if is_renamed || document.keep_going { Severity::Warning } else { Severity::Error };
        let read = if severity == Severity::Warning { "; it is a string" } else { "" };
        let message = format!("{operation} does not declare its path parameter `{name}`{read}");
        let place = if is_only(at) { at.item.head() } else { at.node.head() };
        let diagnostic = Diagnostic::new(severity, "undeclared-path-parameter", place, message);
        diagnostics.push(match (missing.as_slice(), unused.as_slice()) {
            ([_], [(other, node)]) => diagnostic
                .with_related(node.head(), format!("`{other}` is not in the path"))
                .with_help(format!("name both `{name}`, or both `{other}`")),
            _ => diagnostic.with_help(format!(
                "add `- {{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
            )),
        });
    }
    if missing.len() == 1 && unused.len() == 1 {
        return;
    }
    for (name, node) in unused {
        let message = format!("the path of {operation} has no `{{{name}}}` for this parameter");
        diagnostics.push(Diagnostic::warning("unused-path-parameter", node.head(), message));
    }
}

fn declared<'t>(root: &'t Node, at: OperationAt<'t>) -> Vec<(&'t str, &'t Node)> {
    let path = |node: &Node| node.get_str("in") == Some("path");
    let all = parameters(root, at).into_iter().filter(|node| path(node));
    all.filter_map(|node| Some((node.get_str("name")?, node))).collect()
}

/// Whether a path has only one operation, so that an undeclared parameter is reported for the path.
fn is_only(at: OperationAt<'_>) -> bool {
    let methods = at.item.as_object().into_iter().flat_map(|entries| entries.keys());
    methods.filter(|key| METHODS.contains(&key.as_str())).count() == 1
}

fn all_are_named(root: &Node, node: &Node) -> bool {
    let Some(list) = node.get("parameters") else { return true };
    let is_named = |parameter: &Node| {
        follow(root, parameter).is_some_and(|found| found.get("name").is_some() && found.get("in").is_some())
    };
    list.as_array().is_some_and(|list| list.iter().all(is_named))
}
