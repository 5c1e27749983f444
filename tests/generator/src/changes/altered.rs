//! What says something else than before.

use std::collections::BTreeSet;

use super::line::Line;
use super::{Change, called, is_non_exhaustive};

pub(super) fn changes(before: &[Line], after: &[Line]) -> Vec<Change> {
    match (before, after) {
        ([old], [new]) => alternatives(old, new),
        // What is there several times, each under a condition of its own, is compared condition by condition.
        _ => {
            let mut changes = Vec::new();
            for old in before {
                match after.iter().find(|new| new.condition == old.condition) {
                    Some(new) => changes.extend(alternatives(old, new)),
                    None => changes.push(Change::breaking(
                        format!("removed {}{}", called(old), under(old)),
                        "callers under that condition no longer compile (item-remove)",
                    )),
                }
            }
            let is_new = |new: &&Line| before.iter().all(|old| old.condition != new.condition);
            changes.extend(after.iter().filter(is_new).map(|new| {
                Change::compatible(
                    format!("added {}{}", called(new), under(new)),
                    "nobody could name it before",
                )
            }));
            changes
        }
    }
}

fn under(line: &Line) -> String {
    line.condition.as_ref().map(|condition| format!(" under `{condition}`")).unwrap_or_default()
}

fn alternatives(old: &Line, new: &Line) -> Vec<Change> {
    let mut changes = Vec::new();
    if old.condition != new.condition {
        let what = format!(
            "{} is there{}",
            called(new),
            if new.condition.is_some() { under(new) } else { " always".to_owned() }
        );
        changes.push(match new.condition {
            Some(_) => Change::breaking(what, "callers who do not meet the condition no longer compile"),
            None => Change::compatible(what, "whoever had it still has it"),
        });
    }
    if old.kind() == "feature" {
        changes.extend(feature(old, new));
    } else if old.meaning() != new.meaning() {
        changes.push(meaning(old, new));
    } else if old.says != new.says {
        changes.push(wording(old, new));
    }
    changes.extend(bounds(old, new));
    changes
}

fn feature(old: &Line, new: &Line) -> Vec<Change> {
    let list = |line: &Line| -> BTreeSet<String> {
        line.says.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let (before, after) = (list(old), list(new));
    let lost = before.difference(&after).map(|name| {
        let what = format!("{} no longer brings `{name}`", called(new));
        Change::breaking(what, "callers that stand on it no longer compile (cargo-feature-remove-another)")
    });
    let won = after.difference(&before).map(|name| {
        let what = format!("{} brings `{name}`", called(new));
        Change::compatible(what, "whoever had it has more")
    });
    lost.chain(won).collect()
}

fn meaning(old: &Line, new: &Line) -> Change {
    let stripped = |line: &Line| line.says.replace(" #[non_exhaustive]", "");
    let marked = (is_non_exhaustive(old), is_non_exhaustive(new));
    let hidden = |line: &Line| line.says.replace(" { .. }", " {}").replace("(..)", "()");
    let provided = |line: &Line| line.says.replacen("required ", "provided ", 1);
    let what = called(new);
    match new.kind() {
        _ if stripped(old) == stripped(new) && marked == (false, true) => {
            let what = format!("{what} is `#[non_exhaustive]`");
            match old.says.contains("..") {
                true => Change::compatible(what, "callers could not write it out before, either"),
                false => Change::breaking(
                    what,
                    "callers that write it out or match all of it no longer compile (attr-adding-non-exhaustive)",
                ),
            }
        }
        _ if stripped(old) == stripped(new) => Change::compatible(
            format!("{what} is no longer `#[non_exhaustive]`"),
            "callers may do more with it",
        ),
        "struct" if hidden(old) == hidden(new) => match new.says.contains("..") {
            true if is_non_exhaustive(old) => Change::compatible(
                format!("{what} has fields that callers cannot see"),
                "they could not write it out before, either",
            ),
            true => Change::breaking(
                format!("{what} has fields that callers cannot see"),
                "callers that write it out no longer compile (struct-add-private-field-when-public)",
            ),
            false => Change::compatible(
                format!("{what} has no fields that callers cannot see"),
                "they may do more with it",
            ),
        },
        _ if provided(old) == provided(new) => match new.says.starts_with("required ") {
            true => Change::breaking(
                format!("{what} has no body any more"),
                "implementations by callers no longer compile (trait-new-item-no-default)",
            ),
            false => Change::compatible(format!("{what} has a body"), "implementations go on compiling"),
        },
        "method" | "function" => Change::breaking(
            format!("changed {what} from `{}` to `{}`", old.says, new.says),
            "calls no longer compile, or implementations do not (fn-change-arity, trait-item-signature)",
        ),
        _ => Change::breaking(
            format!("changed {what} from `{}` to `{}`", old.says, new.says),
            "callers that stand on what it was no longer compile",
        ),
    }
}

/// What no one can name, or only some can.
fn wording(old: &Line, new: &Line) -> Change {
    let is_const = |line: &Line| line.function().is_some_and(|function| function.constness.is_some());
    let is_async = |line: &Line| line.function().is_some_and(|function| function.asyncness.is_some());
    match (is_const(old), is_const(new)) {
        (true, false) => Change::breaking(
            format!("{} is no longer `const`", called(new)),
            "callers that use it in constants no longer compile",
        ),
        (false, true) => {
            Change::compatible(format!("{} is `const`", called(new)), "callers may do more with it")
        }
        _ if is_async(old) != is_async(new) => Change::compatible(
            format!("{} gives the same future, written in another way", called(new)),
            "callers await it as before",
        ),
        _ if has_moved(&old.arguments(), &new.arguments()) => Change::breaking(
            format!(
                "moved arguments of {} from `{}` to `{}`",
                called(new),
                old.arguments().join(", "),
                new.arguments().join(", ")
            ),
            "calls go on compiling, and hand over one value for another",
        ),
        _ => Change::compatible(format!("renamed arguments of {}", called(new)), "calls do not name them"),
    }
}

/// Whether an argument stands at another position than before.
fn has_moved(old: &[String], new: &[String]) -> bool {
    let position = |name: &String| new.iter().position(|other| other == name);
    old.iter().enumerate().any(|(index, name)| position(name).is_some_and(|other| other != index))
}

/// What is asked of types more or less than before.
fn bounds(old: &Line, new: &Line) -> Vec<Change> {
    let mut changes = Vec::new();
    let is_trait = old.says.starts_with("trait");
    let loosens = |bound: &&String| bound.contains(": ?");
    let more: Vec<&String> = new.bounds.difference(&old.bounds).filter(|bound| !loosens(bound)).collect();
    let more = more.into_iter().chain(old.bounds.difference(&new.bounds).filter(loosens));
    changes.extend(more.map(|bound| {
        let what = format!("{} asks for `{bound}`", called(new));
        Change::breaking(what, "callers whose types are not that no longer compile (generic-bounds-tighten)")
    }));
    let less: Vec<&String> = old.bounds.difference(&new.bounds).filter(|bound| !loosens(bound)).collect();
    let less = less.into_iter().chain(new.bounds.difference(&old.bounds).filter(loosens));
    changes.extend(less.map(|bound| {
        let what = format!("{} no longer asks for `{bound}`", called(new));
        match is_trait && bound.starts_with("Self: ") {
            true => Change::breaking(what, "callers that stand on what the trait brought no longer compile"),
            false => Change::compatible(what, "more types will do (generic-bounds-loosen)"),
        }
    }));
    changes
}
