//! Whether what was found lets a run go on, and what is taken out so that it does.

use std::collections::HashSet;

use crate::config::Config;
use crate::finding::{self, Finding, Severity};
use crate::input::Input;
use crate::prune::Skipped;
use crate::tree::{Node, Object, Span, Value};
use crate::{api, authenticate, bundle, check, describe, grammar, import, openapi, prune, select};

/// The tree in the one shape, with every rule kept; what breaks one is taken out, where that is asked for.
pub(crate) fn checked(
    root: Node,
    config: &Config,
    input: &Input,
    findings: &mut Vec<Finding>,
    skipped: &mut Vec<Skipped>,
) -> Option<Node> {
    check::version(&root, findings);
    if findings.iter().any(|finding| finding.rule == "version") {
        return None;
    }
    let mut root = root;
    let is_unstated = config.authentication.is_empty() && authenticate::is_unstated(&root);
    select::select(&mut root, input, findings, skipped);
    grammar::check(&mut root, findings);
    bundle::check_references(&root, findings);
    bundle::loosen(&mut root, findings);
    prune::replies(&mut root, findings);
    let mut root = import::import(root, findings);
    if is_unstated {
        authenticate::state(&mut root, findings);
    }
    if let Some(source) = &input.config {
        authenticate::authenticate(
            &mut root,
            config,
            u32::try_from(input.documents.len()).unwrap_or(u32::MAX),
            source,
        );
    }
    check::check(&root, config, input.keep_going, findings);
    let mut left_out = Vec::new();
    if !accept(&mut root, input, findings, skipped, &mut left_out) {
        survey(root, config, input, findings);
        return None;
    }
    findings.append(&mut left_out);
    Some(root)
}

/// What describing would find fault with in a document that is rejected: one run tells of everything. References that
/// lead nowhere have been told of, and stand for anything here.
fn survey(mut root: Node, config: &Config, input: &Input, findings: &mut Vec<Finding>) {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let known: HashSet<Span> = errors.map(|finding| finding.span).collect();
    let mut todo = vec![&mut root];
    while let Some(node) = todo.pop() {
        if node.reference().is_some_and(|target| known.contains(&target.span)) {
            node.value = Value::Object(Object::new());
        }
        match &mut node.value {
            Value::Array(items) => todo.extend(items),
            Value::Object(entries) => todo.extend(entries.values_mut()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    describe::describe(&root, config, input.package(config), &mut found);
    let is_new =
        |finding: &Finding| finding.severity > Severity::Approximation && !known.contains(&finding.span);
    findings.extend(found.into_iter().filter(is_new));
}

/// Describing finds errors of its own; what they concern is taken out, and the rest described anew.
pub(crate) fn described(
    mut root: Node,
    config: &Config,
    input: &Input,
    findings: &mut Vec<Finding>,
    skipped: &mut Vec<Skipped>,
) -> Option<(api::Api, HashSet<Span>)> {
    loop {
        let mut found = Vec::new();
        let described = describe::describe(&root, config, input.package(config), &mut found);
        if !finding::rejects(&found, input.deny_warnings) {
            findings.append(&mut found);
            return Some(described);
        }
        let (operations, components) = (skipped.len(), findings.len());
        let accepted = accept(&mut root, input, &found, skipped, findings);
        let is_smaller = (operations, components) != (skipped.len(), findings.len());
        let limit = if input.deny_warnings { Severity::Warning } else { Severity::Error };
        findings.extend(found.into_iter().filter(|finding| finding.severity >= limit));
        if !accepted || !is_smaller {
            return None;
        }
    }
}

/// Whether the findings let the run go on, once what they concern is taken out.
fn accept(
    root: &mut Node,
    input: &Input,
    findings: &[Finding],
    skipped: &mut Vec<Skipped>,
    left_out: &mut Vec<Finding>,
) -> bool {
    if !finding::rejects(findings, input.deny_warnings) {
        return true;
    }
    let only_errors =
        !input.deny_warnings || findings.iter().all(|finding| finding.severity != Severity::Warning);
    let before = listed(root);
    let accepted =
        input.keep_going && only_errors && prune::prune(root, findings, skipped, left_out).is_some();
    let after = listed(root);
    // An operation may go with what its path refers to.
    for (operation, node) in before {
        let is_known = |known: &Skipped| known.operation == operation;
        if !after.iter().any(|(left, _)| *left == operation) && !skipped.iter().any(is_known) {
            let (reason, rule) = ("what its path refers to is left out".to_owned(), "left-out".to_owned());
            skipped.push(Skipped { operation, reason, rule, span: node, node });
        }
    }
    accepted
}

/// The operations of a tree, as `POST /path`, and where they stand.
pub(crate) fn listed(root: &Node) -> Vec<(String, Span)> {
    let name = |at: openapi::OperationAt<'_>| format!("{} {}", at.method.to_uppercase(), at.path);
    openapi::operations(root).map(|at| (name(at), at.node.span)).collect()
}
