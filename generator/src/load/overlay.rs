//! Applies overlays ([OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html)) to a document.
//!
//! A value from an overlay keeps its span, so a diagnostic points to the file that contains it. A target without a
//! match is an error. Overlays are as untrusted as documents: the cost of targets (see [`cost`]) and the size of the
//! result are limited.

mod cost;
mod extends;
mod merge;
mod target;

use crate::diagnostic::Diagnostic;
use crate::document::{Node, Span, Value};

use cost::Cost;
use target::Step;

/// The maximum number of values in a tree after an action.
const MAX_NODES: usize = 1_000_000;
/// The maximum nesting depth after an action.
const MAX_DEPTH: usize = 200;
/// The maximum number of values that all targets together may visit.
const MAX_WORK: usize = 40_000_000;
/// The maximum number of doublings when the cost of a target is estimated.
const MAX_DOUBLINGS: usize = 16;
/// The keys of an overlay, and those of an action.
const KEYS: [&str; 4] = ["overlay", "info", "extends", "actions"];
const ACTION_KEYS: [&str; 4] = ["target", "description", "update", "remove"];

/// Applies overlays in order, each with its path. The first error in an overlay ends that overlay.
pub fn apply(
    root: &mut Node,
    overlays: &[(String, Node)],
    documents: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut work = 0;
    for (path, overlay) in overlays {
        let result = extends::check(overlay, path, documents, diagnostics)
            .and_then(|()| head(overlay))
            .and_then(|actions| actions.iter().try_for_each(|node| action(root, node, &mut work)));
        diagnostics.extend(result.err().map(|diagnostic| *diagnostic));
    }
}

type Applied<T> = Result<T, Box<Diagnostic>>;

fn error(span: Span, message: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("overlay", span, message))
}

/// Returns the actions of an overlay.
fn head(overlay: &Node) -> Applied<&[Node]> {
    let help = "start the overlay with `overlay: 1.0.0`";
    if overlay.as_object().is_none() {
        let what = if overlay.value == Value::Null { "empty" } else { overlay.kind() };
        let message = format!("the overlay is {what}; expected an object");
        return Err(Box::new(Diagnostic::error("overlay", overlay.span, message).with_help(help)));
    }
    let version = overlay.get("overlay");
    let text = version.and_then(Node::as_text).unwrap_or_default();
    if text != "1.0" && !text.starts_with("1.0.") {
        let span = version.map_or(overlay.span, Node::head);
        return Err(Box::new(
            Diagnostic::error("overlay", span, "this is not an overlay of version 1.0").with_help(help),
        ));
    }
    known_keys(overlay, &KEYS, "an overlay")?;
    match overlay.get("actions").and_then(Node::as_array) {
        Some(actions) if !actions.is_empty() => Ok(actions),
        _ => {
            let span = overlay.get("actions").map_or(overlay.span, Node::head);
            Err(error(span, "an overlay needs an array `actions` with at least one action"))
        }
    }
}

/// Fails on unknown keys, which would otherwise be ignored silently.
fn known_keys(node: &Node, known: &[&str], what: &str) -> Applied<()> {
    let Some(object) = node.as_object() else {
        return Err(error(node.span, format!("{what} must be an object, but is {}", node.kind())));
    };
    let is_known = |key: &str| known.contains(&key) || key.starts_with("x-");
    match object.iter().find(|(key, _)| !is_known(key)) {
        None => Ok(()),
        Some((key, value)) => {
            let help = format!("{what} has {}; start your own keys with `x-`", known.join(", "));
            let message = format!("{what} has no key `{key}`");
            Err(Box::new(Diagnostic::error("overlay", value.head(), message).with_help(help)))
        }
    }
}

fn action(root: &mut Node, node: &Node, work: &mut usize) -> Applied<()> {
    known_keys(node, &ACTION_KEYS, "an action")?;
    let Some(target) = node.get("target").filter(|target| target.as_str().is_some()) else {
        return Err(error(node.span, "an action needs a `target`, a JSONPath"));
    };
    let text = target.as_str().unwrap_or_default();
    let cost = Cost::of(text);
    if let Some(limit) = cost.beyond(text) {
        return Err(error(target.span, format!("this target is rejected: {limit}")));
    }
    let Size { nodes, held, .. } = measure(root);
    let looked_at = nodes.saturating_mul(1 + cost.terms).saturating_add(held.saturating_mul(cost.whole));
    *work = work.saturating_add(looked_at.saturating_mul(1 << cost.commas.min(MAX_DOUBLINGS)));
    if *work > MAX_WORK {
        let message = "the overlays have too many actions or too complex filters for a document of this size";
        return Err(error(target.span, message));
    }
    let found = target::find(root, target)?;
    if found.is_empty() {
        let diagnostic =
            Diagnostic::error("overlay-target", target.span, format!("`{text}` matches nothing"));
        return Err(Box::new(
            diagnostic
                .with_help("look up the path in the output of `cargo xtask bundle`, or remove the action"),
        ));
    }
    let remove = node.get("remove");
    if let Some(remove) = remove.filter(|remove| remove.as_bool().is_none()) {
        return Err(error(
            remove.head(),
            format!("`remove` must be true or false, but is {}", remove.kind()),
        ));
    }
    match node.get("update") {
        _ if remove.and_then(Node::as_bool) == Some(true) => delete(root, target, &found),
        Some(update) => change(root, target, update, &found, nodes),
        None => Err(error(node.span, "an action needs an `update` or `remove: true`")),
    }
}

/// Removes the matches, the last first, so that array indices stay valid.
fn delete(root: &mut Node, target: &Node, found: &[Vec<Step>]) -> Applied<()> {
    for path in found.iter().rev() {
        let Some((last, above)) = path.split_last() else {
            return Err(error(target.span, "the whole document cannot be removed"));
        };
        // The parent was removed already.
        let Some(above) = target::at(root, above) else { continue };
        match (&mut above.value, last) {
            (Value::Object(object), Step::Key(key)) => drop(object.shift_remove(key)),
            (Value::Array(items), Step::Index(index)) if *index < items.len() => drop(items.remove(*index)),
            _ => {}
        }
    }
    Ok(())
}

fn change(root: &mut Node, target: &Node, update: &Node, found: &[Vec<Step>], nodes: usize) -> Applied<()> {
    let added = measure(update).nodes.saturating_mul(found.len());
    if nodes.saturating_add(added) > MAX_NODES {
        return Err(error(target.span, format!("this exceeds the limit of {MAX_NODES} values")));
    }
    for path in found {
        let Some(node) = target::at(root, path) else { continue };
        merge::into(node, update).map_err(|message| {
            Box::new(
                Diagnostic::error("overlay", update.head(), message)
                    .with_related(node.head(), "what the target finds"),
            )
        })?;
    }
    match measure(root).deepest {
        depth if depth > MAX_DEPTH => {
            Err(error(target.span, format!("this exceeds the limit of {MAX_DEPTH} levels")))
        }
        _ => Ok(()),
    }
}

/// The size of a tree.
#[derive(Default)]
struct Size {
    /// The number of values.
    nodes: usize,
    /// The sum of the sizes of all subtrees.
    held: usize,
    /// The nesting depth.
    deepest: usize,
}

fn measure(root: &Node) -> Size {
    let mut size = Size::default();
    let mut todo = vec![(root, 1)];
    while let Some((node, depth)) = todo.pop() {
        size.nodes += 1;
        size.held += depth;
        size.deepest = size.deepest.max(depth);
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(object) => todo.extend(object.values().map(|child| (child, depth + 1))),
            _ => {}
        }
    }
    size
}
