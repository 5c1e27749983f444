//! Decides whether a run continues after diagnostics, and what is removed so that it can.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{self, Diagnostic, Severity, Skipped};
use crate::document::openapi;
use crate::document::{Node, Object, Span, Value};
use crate::input::Input;
use crate::load::{bundle, config_security, import, select};
use crate::lock::Lock;
use crate::resolve::{self, Resolved};
use crate::validate::{prune, rules, structure};

/// Imports a document and checks every rule. Removes broken operations if `keep_going` is set.
pub(crate) fn checked(
    root: Node,
    config: &Config,
    input: &Input,
    diagnostics: &mut Vec<Diagnostic>,
    skipped: &mut Vec<Skipped>,
) -> Option<Node> {
    rules::version(&root, diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.rule == "version") {
        return None;
    }
    let mut root = root;
    let is_unstated = config.authentication.is_empty() && config_security::is_unstated(&root);
    select::select(&mut root, input, diagnostics, skipped);
    structure::check(&mut root, diagnostics);
    bundle::check_references(&root, diagnostics);
    bundle::replace_dangling(&mut root, diagnostics);
    prune::responses(&mut root, diagnostics);
    let mut root = import::import(root, diagnostics);
    if is_unstated {
        config_security::state(&mut root, diagnostics);
    }
    config_security::authenticate(&mut root, config);
    rules::check(&root, config, input.keep_going, diagnostics);
    let mut left_out = Vec::new();
    if !accept(&mut root, input, diagnostics, skipped, &mut left_out) {
        survey(root, config, input, diagnostics);
        return None;
    }
    diagnostics.append(&mut left_out);
    Some(root)
}

/// Resolves a rejected document only to report its other errors in the same run. Dangling references were reported
/// already and are replaced by any JSON.
fn survey(mut root: Node, config: &Config, input: &Input, diagnostics: &mut Vec<Diagnostic>) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let known: HashSet<Span> = errors.map(|diagnostic| diagnostic.span).collect();
    let mut todo = vec![&mut root];
    while let Some(node) = todo.pop() {
        if node.reference().is_some_and(|target| known.contains(&target.span)) {
            node.value = Value::Object(Object::new());
        }
        todo.extend(node.children_mut());
    }
    let mut found = Vec::new();
    resolve::resolve(&root, config, None, input.package(config), &mut found);
    let is_new = |diagnostic: &Diagnostic| {
        diagnostic.severity > Severity::Approximation && !known.contains(&diagnostic.span)
    };
    diagnostics.extend(found.into_iter().filter(is_new));
}

/// Resolves a document. Removes the operations with errors that this finds, and resolves the rest again.
pub(crate) fn described(
    mut root: Node,
    (config, lock): (&Config, Option<&Lock>),
    input: &Input,
    diagnostics: &mut Vec<Diagnostic>,
    skipped: &mut Vec<Skipped>,
) -> Option<Resolved> {
    loop {
        let mut found = Vec::new();
        let described = resolve::resolve(&root, config, lock, input.package(config), &mut found);
        if !diagnostic::rejects(&found, input.deny_warnings) {
            diagnostics.append(&mut found);
            return Some(described);
        }
        let (operations, components) = (skipped.len(), diagnostics.len());
        let accepted = accept(&mut root, input, &found, skipped, diagnostics);
        let is_smaller = (operations, components) != (skipped.len(), diagnostics.len());
        let limit = if input.deny_warnings { Severity::Warning } else { Severity::Error };
        diagnostics.extend(found.into_iter().filter(|diagnostic| diagnostic.severity >= limit));
        if !accepted || !is_smaller {
            return None;
        }
    }
}

/// Whether the run continues, after the nodes with errors are removed.
fn accept(
    root: &mut Node,
    input: &Input,
    diagnostics: &[Diagnostic],
    skipped: &mut Vec<Skipped>,
    left_out: &mut Vec<Diagnostic>,
) -> bool {
    if !diagnostic::rejects(diagnostics, input.deny_warnings) {
        return true;
    }
    let only_errors =
        !input.deny_warnings || diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Warning);
    let before = listed(root);
    let accepted =
        input.keep_going && only_errors && prune::prune(root, diagnostics, skipped, left_out).is_some();
    let after = listed(root);
    // An operation may be removed together with a component that its path references.
    for (operation, node) in before {
        let is_known = |known: &Skipped| known.operation == operation;
        if !after.iter().any(|(left, _)| *left == operation) && !skipped.iter().any(is_known) {
            let (reason, rule) =
                ("the target of its path's reference was left out".to_owned(), "left-out".to_owned());
            skipped.push(Skipped { operation, reason, rule, span: node, node });
        }
    }
    accepted
}

/// Returns the operations of a tree as `POST /path`, with their spans.
pub(crate) fn listed(root: &Node) -> Vec<(String, Span)> {
    let name = |at: openapi::OperationAt<'_>| format!("{} {}", at.method.to_uppercase(), at.path);
    openapi::operations(root).map(|at| (name(at), at.node.span)).collect()
}
