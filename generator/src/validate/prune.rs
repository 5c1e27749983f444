//! Removes nodes with errors, and what depends on them, so that the rest can be generated.
//!
//! An error belongs to the operation or component that contains it. A component or operation that references a broken
//! component is broken too. An error outside of both rejects the document.

mod responses;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diagnostic::{Diagnostic, Severity, Skipped};
use crate::document::openapi::{METHODS, references};
use crate::document::{Node, Span, Value};

pub use responses::responses;

/// A component by its reference: `#/components/schemas/Pet`.
type Component = String;

/// Removes the operations and components that errors belong to. Returns None if an error belongs to neither. Reports
/// removed components.
pub fn prune(
    root: &mut Node,
    diagnostics: &[Diagnostic],
    skipped: &mut Vec<Skipped>,
    left_out: &mut Vec<Diagnostic>,
) -> Option<()> {
    let errors: Vec<&Diagnostic> =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    let mut placed: HashSet<Span> = HashSet::new();
    let broken = broken_components(root, &errors, &mut placed);
    let Value::Object(entries) = &mut root.value else { return None };
    if let Some(Value::Object(paths)) = entries.get_mut("paths").map(|paths| &mut paths.value) {
        for (path, item) in paths.iter_mut() {
            // An extension does not contain operations.
            let mut unlisted = Vec::new();
            let listed = if path.starts_with("x-") { &mut unlisted } else { &mut *skipped };
            prune_item(path, item, &errors, &broken, &mut placed, listed);
        }
    }
    for section in ["webhooks", "callbacks"] {
        if let Some(node) =
            entries.get(section).filter(|node| is_broken(node, &errors, &broken, &mut placed).is_some())
        {
            let span = node.span;
            entries.retain(|key, child| key != section || child.span != span);
        }
    }
    if let Some(Value::Object(sections)) =
        entries.get_mut("components").map(|components| &mut components.value)
    {
        for (section, node) in sections.iter_mut() {
            if let Value::Object(components) = &mut node.value {
                components.retain(|name, node| match broken.get(&component(section, name)) {
                    None => true,
                    Some(error) => {
                        let message = format!("`{name}` is left out: {}", error.message);
                        left_out.push(
                            Diagnostic::new(Severity::Approximation, "left-out", node.head(), message)
                                .with_related(error.span, "because of this"),
                        );
                        false
                    }
                });
            }
        }
    }
    errors.iter().all(|error| placed.contains(&error.span)).then_some(())
}

fn component(section: &str, name: &str) -> Component {
    format!("#/components/{section}/{}", crate::document::pointer_segment(name))
}

fn prune_item(
    path: &str,
    item: &mut Node,
    errors: &[&Diagnostic],
    broken: &BTreeMap<Component, Diagnostic>,
    placed: &mut HashSet<Span>,
    skipped: &mut Vec<Skipped>,
) {
    let Value::Object(entries) = &mut item.value else { return };
    let is_method = |key: &str| METHODS.contains(&key);
    // The other keys of the path item apply to all of its operations.
    let shared = entries.iter().filter(|(key, _)| !is_method(key));
    let shared: Vec<Diagnostic> =
        shared.filter_map(|(_, node)| is_broken(node, errors, broken, placed)).collect();
    let own =
        item.key.and_then(|key| errors.iter().find(|error| error.span == key).map(|error| (*error).clone()));
    let shared = shared.first().cloned().or_else(|| {
        own.inspect(|error| {
            placed.insert(error.span);
        })
    });
    entries.retain(|method, node| {
        if !is_method(method) {
            return true;
        }
        let found = is_broken(node, errors, broken, placed).or_else(|| shared.clone());
        if let Some(error) = &found {
            skipped.push(Skipped {
                operation: format!("{} {path}", method.to_uppercase()),
                reason: error.message.clone(),
                rule: error.rule.clone(),
                span: error.span,
                node: node.span,
            });
        }
        found.is_none()
    });
}

/// Returns the first error in a node or in what it references.
fn is_broken(
    node: &Node,
    errors: &[&Diagnostic],
    broken: &BTreeMap<Component, Diagnostic>,
    placed: &mut HashSet<Span>,
) -> Option<Diagnostic> {
    let mut found: Option<Diagnostic> = None;
    for error in errors.iter().filter(|error| contains_span(error.span, node)) {
        placed.insert(error.span);
        found.get_or_insert_with(|| (*error).clone());
    }
    found.or_else(|| {
        references(node).into_iter().find_map(|(reference, _)| broken.get(&target(reference))).cloned()
    })
}

/// Returns the component that a reference points to or into.
fn target(reference: &str) -> Component {
    reference.split('/').take(4).collect::<Vec<_>>().join("/")
}

/// Whether a span is inside a node, or is its key.
fn contains_span(span: Span, node: &Node) -> bool {
    node.span.contains(span)
        || node.key.is_some_and(|key| key.contains(span))
        || node.descendants().any(|node| node.span == span || node.key == Some(span))
}

/// Returns the components of a document by reference.
fn components(root: &Node) -> Vec<(Component, &Node)> {
    let sections = root.entries("components");
    let all = sections.flat_map(|(section, node)| {
        let components = node.as_object().into_iter().flatten();
        components.map(move |(name, node)| (component(section, name), node))
    });
    all.collect()
}

fn broken_components(
    root: &Node,
    errors: &[&Diagnostic],
    placed: &mut HashSet<Span>,
) -> BTreeMap<Component, Diagnostic> {
    let all = components(root);
    let mut broken = BTreeMap::new();
    for (name, node) in &all {
        if let Some(error) = is_broken(node, errors, &BTreeMap::new(), placed) {
            broken.insert(name.clone(), error);
        }
    }
    let edges: Vec<(&Component, BTreeSet<Component>)> = all
        .iter()
        .map(|(name, node)| (name, references(node).into_iter().map(|(text, _)| target(text)).collect()))
        .collect();
    loop {
        let more: Vec<(Component, Diagnostic)> = edges
            .iter()
            .filter(|(name, _)| !broken.contains_key(*name))
            .filter_map(|(name, targets)| {
                let error = targets.iter().find_map(|target| broken.get(target))?;
                Some(((*name).clone(), error.clone()))
            })
            .collect();
        if more.is_empty() {
            return broken;
        }
        broken.extend(more);
    }
}
