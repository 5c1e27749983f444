//! Names operations. Those that share an `operationId` are disambiguated by tag or path, independent of their order.

use std::collections::BTreeSet;

use super::frameworks::{self, Id};
use crate::document::Node;
use crate::document::openapi::{OperationAt, operations};
use crate::lock::{Kind, Lock, token};
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
    let (mut candidates, mut keys, mut is_set) = (Vec::new(), Vec::new(), Vec::new());
    let ids = operations(context.root).filter_map(|at| at.node.get("operationId")?.as_text());
    let all: BTreeSet<String> = ids.map(str::to_owned).collect();
    let locked = context.lock.map(Lock::methods).unwrap_or_default();
    let base = frameworks::base(context.root);
    for at in operations(context.root) {
        let id = identity(context, at);
        let route = format!("{} {}", at.method.to_uppercase(), at.path);
        let renamed = &context.config.rename.operations;
        let wanted = context.setting(renamed, &id).or_else(|| context.setting(renamed, &route));
        let name = wanted.unwrap_or(&id).clone();
        let is_read = wanted.is_none() && !context.config.rename.keep_operation_ids && all.contains(&id);
        let read =
            is_read.then(|| frameworks::names(&Id { text: &id, at, all: &all, base: &base })).flatten();
        let (rule, names) = read.map_or((None, Vec::new()), |(rule, names)| (Some(rule), names));
        let key = key(at);
        let locked = locked.get(&key).filter(|_| wanted.is_none());
        // A name from the settings wins over that of an earlier version, that over the same name in the document, and that
        // over one that a rule proposes.
        let rank = match (wanted, locked, rule) {
            (Some(_), ..) => 0,
            (_, Some(_), _) => 1,
            (.., None) => 2,
            (.., Some(_)) => 4,
        };
        let names =
            locked.map(|name| (*name).to_owned()).into_iter().chain(names.iter().map(|name| snake(name)));
        candidates.push(Candidates::new(names.chain(ladder(&name, at)).collect(), rank));
        is_set.push(wanted.is_some());
        given.push(Given { id, route, name, rule });
        keys.push(key);
    }
    // A rule proposes no name that a removed operation had.
    let gone = locked.iter().filter(|(key, _)| !keys.contains(key));
    let gone = gone.filter(|_| context.lock.is_some_and(|lock| !lock.prunes));
    candidates.extend(gone.map(|(_, name)| Candidates::new(vec![(*name).to_owned()], 3)));
    let names = distinct(&candidates);
    if context.lock.is_some() {
        for ((given, name), (key, is_set)) in given.iter().zip(&names).zip(keys.iter().zip(is_set)) {
            if !is_set && *name != snake(&given.id) {
                context.named.add(Kind::Method, name.clone(), key.clone());
            }
        }
    }
    for (given, name) in given.iter_mut().zip(names) {
        if snake(&given.name) == name {
            given.rule = None;
        } else {
            given.name = name;
        }
    }
    given
}

/// Returns method and path, as in the lock.
fn key(at: OperationAt<'_>) -> Vec<String> {
    vec![at.method.to_uppercase(), token(at.path)]
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
