//! Bundles a root document and its fragments into one tree.
//!
//! Documents are merged key by key at the levels that hold names (`paths`, path items, `components` and its sections).
//! Below those levels, a key that two documents define must have the same value in both.

mod dangling;
mod extensions;
pub mod files;
mod identifiers;
mod kinds;
mod maps;
mod references;
mod siblings;
mod signs;
pub mod target;

use indexmap::map::Entry;

use crate::diagnostic::Diagnostic;
use crate::document::{Node, Object, Value, Version};
use signs::Signs;

/// Keys of the root that are merged, with the number of levels below them that are merged too.
const MERGED: [(&str, usize); 2] = [("paths", 1), ("components", 1)];

/// Merges documents, the root first.
pub fn bundle(documents: Vec<Node>, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut documents = documents.into_iter();
    let mut root = documents.next()?;
    for fragment in documents {
        merge(&mut root, fragment, Levels::Root, diagnostics);
    }
    Some(root)
}

/// Rewrites references so that plain JSON pointers resolve them: resolves `$id` and `$anchor`, and drops the siblings
/// of `$ref` in versions that ignore them.
pub fn prepare(root: &mut Node, version: Option<Version>, diagnostics: &mut Vec<Diagnostic>) {
    let signs = Signs::of(root);
    match version {
        Some(Version::V31 | Version::V32) if signs.names => identifiers::resolve(root),
        Some(Version::V30 | Version::Swagger2) if signs.siblings => siblings::ignore(root, diagnostics),
        _ => {}
    }
}

/// Whether [`prepare`] can change which files are referenced.
pub fn is_named(root: &Node, version: Option<Version>) -> bool {
    matches!(version, Some(Version::V31 | Version::V32)) && Signs::of(root).names
}

/// Inlines references into other files. `files` and `paths` are relative to the folder of the root document; `paths`
/// lists the documents, the root first.
pub fn follow_files(
    root: &mut Node,
    files: &files::Files,
    paths: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) {
    files::follow(root, files, paths, diagnostics);
    let signs = Signs::of(root);
    if signs.maps {
        maps::follow(root);
    }
    if signs.extensions {
        extensions::follow(root);
    }
}

/// Checks that every reference resolves, without a cycle.
pub fn check_references(root: &Node, diagnostics: &mut Vec<Diagnostic>) {
    references::check(root, diagnostics);
    kinds::check(root, diagnostics);
}

/// Replaces a dangling reference by any JSON if its context allows that.
pub fn replace_dangling(root: &mut Node, diagnostics: &mut [Diagnostic]) {
    dangling::replace_dangling(root, diagnostics);
}

/// Returns the path of the section that holds schemas.
fn component_section(root: &Node) -> &'static [&'static str] {
    if root.get("swagger").is_some() { &["definitions"] } else { &["components", "schemas"] }
}

/// Adds schemas to the document's schema section.
fn insert_schemas(root: &mut Node, section: &[&str], schemas: Object) {
    if schemas.is_empty() {
        return;
    }
    let span = root.span;
    let mut parent = root;
    for key in section {
        let Value::Object(keys) = &mut parent.value else { return };
        let empty = || Node { span, key: None, value: Value::Object(Object::new()) };
        parent = keys.entry((*key).to_owned()).or_insert_with(empty);
    }
    if let Value::Object(keys) = &mut parent.value {
        keys.extend(schemas);
    }
}

/// How many levels below a node are merged key by key.
#[derive(Clone, Copy)]
enum Levels {
    Root,
    More(usize),
}

impl Levels {
    fn below(self, key: &str) -> Option<Self> {
        match self {
            Self::Root => MERGED.iter().find(|(name, _)| *name == key).map(|(_, levels)| Self::More(*levels)),
            Self::More(0) => None,
            Self::More(levels) => Some(Self::More(levels - 1)),
        }
    }
}

fn merge(base: &mut Node, fragment: Node, levels: Levels, diagnostics: &mut Vec<Diagnostic>) {
    let (Value::Object(base), Value::Object(fragment)) = (&mut base.value, fragment.value) else { return };
    for (key, value) in fragment {
        let below = levels.below(&key);
        match base.entry(key) {
            Entry::Vacant(entry) => drop(entry.insert(value)),
            Entry::Occupied(mut entry) => {
                let both = entry.get().as_object().is_some() && value.as_object().is_some();
                match below.filter(|_| both) {
                    Some(below) => merge(entry.get_mut(), value, below, diagnostics),
                    None if entry.get().same(&value) => {}
                    None => diagnostics.push(conflict(entry.key(), entry.get(), &value)),
                }
            }
        }
    }
}

fn conflict(key: &str, first: &Node, second: &Node) -> Diagnostic {
    let message = format!("`{key}` is defined twice, with different values");
    Diagnostic::error("conflict", second.head(), message)
        .with_related(first.head(), "first given here")
        .with_help("keep one of the two; move what several fragments share to `api.yaml`")
}
