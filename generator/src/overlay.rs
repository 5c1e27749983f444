//! Overlays ([OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html)): changes of a description that stand in
//! files of their own.
//!
//! What an overlay puts into the tree keeps its place in the overlay, so a finding points to whichever of the two said it.
//! A target that matches nothing is an error. What a target may ask for is limited (see [`target`]), and so is what
//! actions may make of a tree: an overlay is as little trusted as a document.

mod merge;
mod target;

use crate::finding::Finding;
use crate::tree::{Node, Span, Value};

use target::Step;

/// How many values a tree may have after an action.
const MAX_NODES: usize = 1_000_000;
/// How deep values may stand in each other after an action.
const MAX_DEPTH: usize = 200;
/// How many values all targets together may look at.
const MAX_WORK: usize = 200_000_000;

/// Applies overlays in their order. The first error of an overlay ends it.
pub fn apply(root: &mut Node, overlays: &[Node], findings: &mut Vec<Finding>) {
    let mut work = 0;
    for overlay in overlays {
        let result = head(overlay)
            .and_then(|actions| actions.iter().try_for_each(|node| action(root, node, &mut work)));
        findings.extend(result.err().map(|finding| *finding));
    }
}

type Applied<T> = Result<T, Box<Finding>>;

fn error(span: Span, message: impl Into<String>) -> Box<Finding> {
    Box::new(Finding::error("overlay", span, message))
}

/// The actions of an overlay.
fn head(overlay: &Node) -> Applied<&[Node]> {
    let version = overlay.get("overlay");
    let text = version.and_then(Node::as_text).unwrap_or_default();
    if text != "1.0" && !text.starts_with("1.0.") {
        let place = version.map_or(overlay.span, Node::head);
        let help = "begin an overlay with `overlay: 1.0.0`";
        return Err(Box::new(
            Finding::error("overlay", place, "this is no overlay of version 1.0").with_help(help),
        ));
    }
    match overlay.get("actions").and_then(Node::as_array) {
        Some(actions) if !actions.is_empty() => Ok(actions),
        _ => {
            let place = overlay.get("actions").map_or(overlay.span, Node::head);
            Err(error(place, "an overlay has a list of `actions`, with at least one"))
        }
    }
}

fn action(root: &mut Node, node: &Node, work: &mut usize) -> Applied<()> {
    let Some(target) = node.get("target").filter(|target| target.as_str().is_some()) else {
        return Err(error(node.span, "an action has a `target`, which is a JSONPath"));
    };
    let nodes = measure(root).0;
    *work = work.saturating_add(nodes);
    if *work > MAX_WORK {
        return Err(error(target.span, "the overlays have too many actions for a document of this size"));
    }
    let found = target::find(root, target)?;
    if found.is_empty() {
        let text = target.as_str().unwrap_or_default();
        let finding = Finding::error("overlay-target", target.span, format!("`{text}` matches nothing"));
        return Err(Box::new(
            finding.with_help("look the place up in `cargo xtask bundle`, or take the action out"),
        ));
    }
    let remove = node.get("remove").and_then(Node::as_bool) == Some(true);
    match node.get("update") {
        _ if remove => delete(root, target, &found),
        Some(update) => change(root, target, update, &found, nodes),
        None => Err(error(node.span, "an action has an `update`, or says `remove: true`")),
    }
}

/// Removes what was found, the last first, so that places in lists stay what they are.
fn delete(root: &mut Node, target: &Node, found: &[Vec<Step>]) -> Applied<()> {
    for path in found.iter().rev() {
        let Some((last, above)) = path.split_last() else {
            return Err(error(target.span, "the whole document cannot be removed"));
        };
        // What stood in something that is removed already is gone with it.
        let Some(above) = target::at(root, above) else { continue };
        match (&mut above.value, last) {
            (Value::Object(object), Step::Key(key)) => drop(object.shift_remove(key)),
            (Value::Array(items), Step::Place(place)) if *place < items.len() => drop(items.remove(*place)),
            _ => {}
        }
    }
    Ok(())
}

fn change(root: &mut Node, target: &Node, update: &Node, found: &[Vec<Step>], nodes: usize) -> Applied<()> {
    let added = measure(update).0.saturating_mul(found.len());
    if nodes.saturating_add(added) > MAX_NODES {
        return Err(error(
            target.span,
            format!("this makes more than {MAX_NODES} values, which is the limit"),
        ));
    }
    for path in found {
        let Some(node) = target::at(root, path) else { continue };
        merge::into(node, update).map_err(|message| {
            Box::new(
                Finding::error("overlay", update.head(), message)
                    .with_related(node.head(), "what the target finds"),
            )
        })?;
    }
    match measure(root).1 {
        depth if depth > MAX_DEPTH => {
            Err(error(target.span, format!("this makes more than {MAX_DEPTH} levels, which is the limit")))
        }
        _ => Ok(()),
    }
}

/// How many values a tree has, and how deep they stand.
fn measure(root: &Node) -> (usize, usize) {
    let (mut count, mut deepest) = (0, 0);
    let mut todo = vec![(root, 1)];
    while let Some((node, depth)) = todo.pop() {
        count += 1;
        deepest = deepest.max(depth);
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(object) => todo.extend(object.values().map(|child| (child, depth + 1))),
            _ => {}
        }
    }
    (count, deepest)
}
