//! What changed between two surfaces of a crate ([`crate::surface`]), and whether it breaks callers.
//!
//! The rules are those of [Cargo's SemVer reference](https://doc.rust-lang.org/cargo/reference/semver.html), as far as the
//! surface says what they are about. What it calls a minor change that may break in rare cases is compatible here.

mod added;
mod altered;
mod line;
mod removed;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter, Result as Written};

use line::Line;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Whether code that compiled may no longer do so.
    pub effect: Effect,
    /// What changed.
    pub what: String,
    /// Why that is so.
    pub why: &'static str,
}

/// What a change does to callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Code that compiled may no longer do so.
    Breaking,
    /// It goes on compiling.
    Compatible,
}

impl Change {
    fn breaking(what: String, why: &'static str) -> Self {
        Self { effect: Effect::Breaking, what, why }
    }

    fn compatible(what: String, why: &'static str) -> Self {
        Self { effect: Effect::Compatible, what, why }
    }
}

impl Display for Change {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Written {
        let effect = match self.effect {
            Effect::Breaking => "breaking",
            Effect::Compatible => "compatible",
        };
        write!(formatter, "{effect}: {}: {}", self.what, self.why)
    }
}

/// The lines of a surface by what they are about.
type Lines = BTreeMap<(String, String), Vec<Line>>;

/// What changed from an old surface to a new one, what breaks first.
pub fn between(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (lines(old), lines(new));
    let (gone, come) = (owners(&old, &new), owners(&new, &old));
    let mut changes = Vec::new();
    for (key, before) in &old {
        match new.get(key) {
            Some(after) => changes.extend(altered::changes(before, after)),
            None => changes.extend(removed::changes(before, &gone)),
        }
    }
    for (_, after) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        changes.extend(added::changes(after, &come, &old));
    }
    changes.sort();
    changes.dedup();
    changes
}

fn lines(surface: &str) -> Lines {
    let mut lines = Lines::new();
    let mut condition = None;
    for text in surface.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(heading) = text.strip_prefix("#[cfg(").and_then(|text| text.strip_suffix(")]")) {
            condition = Some(heading);
            continue;
        }
        let line = Line::of(text, condition);
        lines.entry((line.path.clone(), line.about.clone())).or_default().push(line);
    }
    lines
}

/// The things at paths that one surface has and the other has not, and that others stand in.
fn owners(has: &Lines, has_not: &Lines) -> BTreeSet<String> {
    let own = has.keys().filter(|(_, about)| about.is_empty());
    own.filter(|key| !has_not.contains_key(*key)).map(|(path, _)| path.clone()).collect()
}

/// The line of a thing itself.
fn itself<'l>(lines: &'l Lines, path: &str) -> Option<&'l Line> {
    lines.get(&(path.to_owned(), String::new()))?.first()
}

fn is_non_exhaustive(line: &Line) -> bool {
    line.says.contains("#[non_exhaustive]")
}

/// How a line is named in the words of a change.
fn called(line: &Line) -> String {
    match (line.about.split_once(' '), line.kind()) {
        (Some((_, name)), _) => format!("`{name}` of `{}`", line.path),
        (None, "feature") => format!("feature `{}`", line.path.trim_start_matches("feature ")),
        (None, kind) => format!("{kind} `{}`", line.path),
    }
}
