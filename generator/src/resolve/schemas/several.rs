//! Alternatives that may apply together: those of an `anyOf`, and of several unions.

use std::collections::BTreeSet;

use super::super::Context;
use super::constants::property_names;
use super::null::is_null;
use super::parts::{Choice, is_constraint};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::follow;
use crate::document::{Node, Span};

/// Whether all unions consist of objects with properties, which can be flattened side by side.
pub(super) fn can_be_flattened(root: &Node, unions: &[Choice<'_>]) -> bool {
    let is_plain = |branch: &&Node| !is_null(root, branch) && !is_constraint(branch);
    let mut branches = unions.iter().flat_map(|union| union.branches()).filter(is_plain);
    unions.len() > 1 && branches.all(|branch| !property_names(root, branch, 0).is_empty())
}

/// Returns the union that determines the type if several apply: the first with an object, else the first. Reports the
/// others.
pub(super) fn primary_union<'t>(context: &mut Context<'t>, unions: &[Choice<'t>]) -> Option<Choice<'t>> {
    let has_object = |union: &&Choice<'t>| {
        union.branches().iter().any(|branch| !property_names(context.root, branch, 0).is_empty())
    };
    let chosen = *unions.iter().find(has_object).or(unions.first())?;
    for other in unions.iter().filter(|other| (other.node.span, other.key) != (chosen.node.span, chosen.key))
    {
        let Some(list) = other.node.get(other.key) else { continue };
        context.tracker.read_whole(list);
        let message = format!("this `{}` beside other alternatives is not supported; ignored", other.key);
        context.diagnostics.push(Diagnostic::new(
            Severity::Approximation,
            "several-unions",
            list.span,
            message,
        ));
    }
    Some(chosen)
}

/// Whether a value may match several alternatives of which none has all the data: an `anyOf` of open objects, each with
/// properties that another lacks.
pub(super) fn may_be_several(root: &Node, choice: Choice<'_>, branches: &[&Node]) -> bool {
    let open = branches.iter().filter(|branch| choice.key == "anyOf" && !is_closed(root, branch, 0));
    let names = open.map(|branch| property_names(root, branch, 0).into_iter().collect::<BTreeSet<String>>());
    let mut names: Vec<BTreeSet<String>> = names.collect();
    // If each contains the previous one, the largest match has all the data.
    names.sort_by_key(BTreeSet::len);
    let mut pairs = names.iter().zip(names.iter().skip(1));
    pairs.any(|(less, more)| !less.is_subset(more))
}

/// Whether an object allows only declared properties.
fn is_closed(root: &Node, branch: &Node, depth: usize) -> bool {
    let Some(node) = follow(root, branch).filter(|_| depth < 8) else { return false };
    let inner = node.get("allOf").and_then(Node::as_array).unwrap_or_default();
    node.get("additionalProperties").and_then(Node::as_bool) == Some(false)
        || inner.iter().any(|part| is_closed(root, part, depth + 1))
}

/// Whether alternatives list the subtypes of a base and one of them is being resolved, which can only be itself.
pub(super) fn lists_any(root: &Node, choice: Choice<'_>, open: &[Span]) -> bool {
    let is_open = |branch: &Node| follow(root, branch).is_some_and(|target| open.contains(&target.span));
    !open.is_empty() && choice.branches().iter().any(is_open)
}
