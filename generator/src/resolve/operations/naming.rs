//! Names operations. Those that share an `operationId` are disambiguated by tag or path, independent of their order.

use std::collections::BTreeSet;

use super::frameworks::{self, Id};
use crate::document::Node;
use crate::document::openapi::{OperationAt, operations};
use crate::names::{Candidates, distinct, snake};
use crate::resolve::Context;

/// The names of an operation.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// The `operationId`, or an id derived from method and path.
    pub(super) id: String,
    /// Method and path, as used in the settings.
    pub(super) route: String,
    /// The base name of its method and types.
    pub(super) name: String,
    /// The rule that the name is due to, if a framework wrote the id.
    pub(super) rule: Option<&'static str>,
}

/// Returns the names of all operations, in document order.
pub(super) fn names(context: &mut Context<'_>) -> Vec<Given> {
    let mut given = Vec::new();
    let mut candidates = Vec::new();
    let ids = operations(context.root).filter_map(|at| at.node.get("operationId")?.as_text());
    let all: BTreeSet<String> = ids.map(str::to_owned).collect();
    for at in operations(context.root) {
        let id = identity(context, at);
        let route = format!("{} {}", at.method.to_uppercase(), at.path);
        let renamed = &context.config.rename.operations;
        let wanted = context.setting(renamed, &id).or_else(|| context.setting(renamed, &route));
        let name = wanted.unwrap_or(&id).clone();
        let is_read = wanted.is_none() && !context.config.rename.keep_operation_ids && all.contains(&id);
        let read = is_read.then(|| frameworks::names(&Id { text: &id, at, all: &all })).flatten();
        let (rule, mut names) = read.map_or((None, Vec::new()), |(rule, names)| (Some(rule), names));
        // A name from the settings wins over the same name in the document, and that over one that a rule proposes.
        let rank = usize::from(wanted.is_none()) + usize::from(rule.is_some());
        names = names.iter().map(|name| snake(name)).chain(ladder(&name, at)).collect();
        candidates.push(Candidates::new(names, rank));
        given.push(Given { id, route, name, rule });
    }
    for (given, name) in given.iter_mut().zip(distinct(&candidates)) {
        if snake(&given.name) == name {
            given.rule = None;
        } else {
            given.name = name;
        }
    }
    given
}

/// Returns the id of an operation: its own, or one derived from method and path.
fn identity<'t>(context: &mut Context<'t>, at: OperationAt<'t>) -> String {
    let own = context
        .text(at.node, "operationId")
        .filter(|id| id.chars().any(|letter| letter.is_ascii_alphanumeric()));
    own.unwrap_or_else(|| format!("{} {}", at.method, at.path.replace(['{', '}'], "")))
}

/// Returns the candidate names: the name alone, then with the tag, the last word of the path, the words of the path,
/// the whole path, and the method.
pub(super) fn ladder(name: &str, at: OperationAt<'_>) -> Vec<String> {
    let tags = at.node.items("tags");
    let tag = tags.first().and_then(Node::as_text).unwrap_or_default();
    let words: Vec<&str> =
        at.path.split('/').filter(|part| !part.is_empty() && !part.contains('{')).collect();
    let last = words.last().copied().unwrap_or_default();
    let path = at.path.replace(['{', '}'], " ");
    let suffixes = [tag.to_owned(), last.to_owned(), words.join(" "), path.clone(), at.method.to_owned()];
    let plain = snake(name);
    let mut names = vec![plain.clone()];
    for suffix in suffixes.iter().filter(|suffix| suffix.chars().any(|letter| letter.is_ascii_alphanumeric()))
    {
        // `list_keys` does not become `list_keys_keys`; the next candidate is more specific.
        if !format!("_{plain}").ends_with(&format!("_{}", snake(suffix))) {
            names.push(snake(&format!("{name} {suffix}")));
        }
    }
    // The last candidate is unique to an operation.
    names.push(snake(&format!("{name} {} {path}", at.method)));
    names
}
