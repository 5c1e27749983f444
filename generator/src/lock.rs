//! `names.lock`: the names that things have in the generated code, so that they keep them when the document changes.
//!
//! Each line has a kind, a name in Rust, and what identifies the thing:
//!
//! | kind | name | then |
//! |---|---|---|
//! | `component` | the type of a component | its key, and places of inline schemas that are the same type |
//! | `field` | `Type.field` | the name of the property |
//! | `method` | a method | HTTP method and path |
//! | `type` | the type of an inline schema | a hash of its structure, and up to three places; `...` stands for more |
//! | `value` | `Enum.Variant` | the value |
//! | `variant` | `Union.Variant` | the type, or the value of the tag with `=` |
//!
//! A name that follows from the thing alone has no line. A name without a use stays in the file, marked as unused, so that
//! nothing else gets it.

mod read;
mod token;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use read::read;
pub use token::{place, token, within};

/// The maximum number of places in a line.
const PLACES: usize = 3;
/// What stands for more places.
const MORE: &str = "...";
/// The mark of a line without a use.
const UNUSED: &str = "(unused)";
/// The first lines of the file.
const HEADER: &str = "\
# The names that the generated code keeps when the document changes. Generated; commit it.
# To rename something, change its name here. To have it named anew, remove its line.
";

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The type of a component.
    Component,
    /// A field of a struct.
    Field,
    /// A method of the client.
    Method,
    /// The type of an inline schema.
    Type,
    /// A value of an enum.
    Value,
    /// An alternative of a union.
    Variant,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Component, Self::Field, Self::Method, Self::Type, Self::Value, Self::Variant];

    fn word(self) -> &'static str {
        match self {
            Self::Component => "component",
            Self::Field => "field",
            Self::Method => "method",
            Self::Type => "type",
            Self::Value => "value",
            Self::Variant => "variant",
        }
    }
}

/// The names of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// What identifies each thing, by kind and name.
    entries: BTreeMap<(Kind, String), Entry>,
    /// Whether names without a use are dropped.
    pub prunes: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    keys: Vec<String>,
    is_unused: bool,
}

/// The line of an inline type.
#[derive(Debug, Clone, Copy)]
pub struct LockedType<'l> {
    /// The name.
    pub name: &'l str,
    /// The hash of its structure.
    pub print: &'l str,
    /// Some of its places.
    pub places: &'l [String],
    /// Whether it has more places.
    pub has_more: bool,
    /// Whether no type had the name in the last version.
    pub is_unused: bool,
}

impl Lock {
    /// Returns the lines of inline types.
    pub fn types(&self) -> impl Iterator<Item = LockedType<'_>> {
        let all = self.entries.iter().filter(|((kind, _), _)| *kind == Kind::Type);
        all.filter_map(|((_, name), Entry { keys, is_unused })| {
            let (print, places) = keys.split_first()?;
            let (has_more, places) = match places.split_last() {
                Some((last, first)) if last == MORE => (true, first),
                _ => (false, places),
            };
            Some(LockedType { name, print, places, has_more, is_unused: *is_unused })
        })
    }

    /// Returns the names of things by their first key.
    pub fn by_key(&self, kind: Kind) -> HashMap<&str, &str> {
        self.of(kind).filter_map(|(name, keys)| Some((keys.first()?.as_str(), name))).collect()
    }

    /// Returns the names of methods by their keys.
    pub fn methods(&self) -> HashMap<Vec<String>, &str> {
        self.of(Kind::Method).map(|(name, keys)| (keys.to_vec(), name)).collect()
    }

    /// Returns the keys of components that are also the type of inline schemas.
    pub fn joined(&self) -> impl Iterator<Item = &str> {
        self.of(Kind::Component)
            .filter(|(_, keys)| keys.len() > 1)
            .filter_map(|(_, keys)| Some(keys.first()?.as_str()))
    }

    /// Returns the names of the members of each type by their key: fields, values or variants.
    pub fn members(&self, kind: Kind) -> HashMap<&str, HashMap<&str, &str>> {
        let mut members: HashMap<&str, HashMap<&str, &str>> = HashMap::new();
        for (name, keys) in self.of(kind) {
            if let (Some((owner, member)), Some(key)) = (name.split_once('.'), keys.first()) {
                members.entry(owner).or_default().insert(key, member);
            }
        }
        members
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = (&str, &[String])> {
        let all = self.entries.iter().filter(move |((own, _), _)| *own == kind);
        all.map(|((_, name), entry)| (name.as_str(), entry.keys.as_slice()))
    }

    /// Whether a name is locked.
    pub fn has(&self, kind: Kind, name: &str) -> bool {
        self.entries.contains_key(&(kind, name.to_owned()))
    }

    /// Adds the name of a thing.
    pub fn add(&mut self, kind: Kind, name: String, keys: Vec<String>) {
        self.entries.entry((kind, name)).or_insert(Entry { keys, is_unused: false });
    }

    /// Adds the name of an inline type. Places that the line had before stay if they exist.
    pub fn add_type(
        &mut self,
        name: String,
        print: String,
        places: &[String],
        before: Option<LockedType<'_>>,
    ) {
        let keys = std::iter::once(print).chain(listed(places, before.map(|line| line.places))).collect();
        self.add(Kind::Type, name, keys);
    }

    /// Adds the name of a component, and places of inline schemas that are the same type.
    pub fn add_component(&mut self, name: String, key: String, places: &[String], before: &Self) {
        let old = before.of(Kind::Component).find(|(_, keys)| keys.first() == Some(&key));
        let old = old.and_then(|(_, keys)| keys.get(1..));
        let keys = std::iter::once(key).chain(listed(places, old)).collect();
        self.add(Kind::Component, name, keys);
    }

    /// Adds the names of an earlier version that this one does not use, except those that something else has now.
    pub fn keep(&mut self, before: &Self, is_free: impl Fn(Kind, &str) -> bool) {
        let named =
            self.entries.iter().filter_map(|((kind, name), entry)| identity(*kind, name, &entry.keys));
        let named: HashSet<(Kind, String)> = named.collect();
        for ((kind, name), entry) in &before.entries {
            let is_named = identity(*kind, name, &entry.keys).is_some_and(|thing| named.contains(&thing));
            if !is_named && is_free(*kind, name) {
                let unused = Entry { keys: entry.keys.clone(), is_unused: true };
                self.entries.entry((*kind, name.clone())).or_insert(unused);
            }
        }
    }

    /// Returns the file.
    pub fn text(&self) -> String {
        let line = |((kind, name), entry): (&(Kind, String), &Entry)| {
            let mark = entry.is_unused.then_some(UNUSED);
            let words =
                [kind.word(), name].into_iter().chain(entry.keys.iter().map(String::as_str)).chain(mark);
            words.collect::<Vec<_>>().join(" ") + "\n"
        };
        self.entries.iter().map(line).fold(HEADER.to_owned(), |text, line| text + &line)
    }

    /// Whether no name is locked.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Returns what a line names. None for an inline type, which has several places.
fn identity(kind: Kind, name: &str, keys: &[String]) -> Option<(Kind, String)> {
    let owner = name.split_once('.').map_or("", |(owner, _)| owner);
    match kind {
        Kind::Type => None,
        Kind::Component => keys.first().map(|key| (kind, key.clone())),
        _ => Some((kind, format!("{owner} {}", keys.join(" ")))),
    }
}

/// Returns the places for a line: those that it had, then the first others.
fn listed(places: &[String], before: Option<&[String]>) -> Vec<String> {
    let kept = before.unwrap_or_default().iter().filter(|place| places.contains(place));
    let mut listed: Vec<String> = kept.take(PLACES).cloned().collect();
    let mut others: Vec<&String> = places.iter().filter(|place| !listed.contains(place)).collect();
    others.sort_by_key(|place| (place.matches('/').count(), *place));
    let room = PLACES - listed.len();
    listed.extend(others.iter().take(room).map(|place| (*place).clone()));
    listed.sort();
    listed.extend((others.len() > room).then(|| MORE.to_owned()));
    listed
}
