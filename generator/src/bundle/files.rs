//! References into other files become references inside of the document, or what they refer to.
//!
//! A schema of another file becomes a component, under the last part of its pointer or the file's name. Anything else
//! (a path item, a parameter, a response) is put where it was referred to. Files are named relative to the folder of the
//! root document and lie in it: the generator opens none, and says which it would need.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::finding::Finding;
use crate::names::Unique;
use crate::openapi::{Place, children_mut, resolve};
use crate::tree::{Node, Object, Value, pointer_segment};

/// How many references into files may lead to each other, with no schema between them.
const MAX_DEPTH: usize = 32;

/// The trees of other files, by path.
pub type Files = BTreeMap<String, Node>;

/// Follows references into other files. `paths` has the path of each document by its place, the root's first.
pub(super) fn follow(root: &mut Node, files: &Files, paths: &[String], findings: &mut Vec<Finding>) {
    let section: [&str; 2] = match root.get("swagger") {
        Some(_) => ["", "definitions"],
        None => ["components", "schemas"],
    };
    let mut names = Unique::default();
    let known = section.iter().filter(|key| !key.is_empty()).try_fold(&*root, |node, key| node.get(key));
    known
        .and_then(Node::as_object)
        .into_iter()
        .flatten()
        .for_each(|(name, _)| drop(names.give(name.clone())));
    let mut follower = Follower {
        files,
        paths,
        prefix: section
            .iter()
            .filter(|key| !key.is_empty())
            .fold("#".to_owned(), |path, key| format!("{path}/{key}")),
        names,
        hoisted: HashMap::new(),
        todo: Vec::new(),
        findings,
    };
    follower.adopt(root, &section, paths);
    follower.documents(root, paths);
    let mut made = Object::new();
    while let Some((name, mut node, file)) = follower.todo.pop() {
        follower.walk(&mut node, &file, Place::Schema, 0);
        made.insert(name, node);
    }
    if !made.is_empty() {
        let span = root.span;
        let mut parent = root;
        for key in section.iter().filter(|key| !key.is_empty()) {
            let Value::Object(keys) = &mut parent.value else { return };
            let empty = || Node { span, key: None, value: Value::Object(Object::new()) };
            parent = keys.entry((*key).to_owned()).or_insert_with(empty);
        }
        if let Value::Object(keys) = &mut parent.value {
            made.sort_keys();
            keys.extend(made);
        }
    }
}

/// The files that references name and that were not given.
pub fn wanted<'n>(
    documents: impl Iterator<Item = (&'n str, &'n Node)>,
    files: &'n Files,
) -> BTreeSet<String> {
    let documents: Vec<_> = documents.collect();
    let is_known =
        |file: &String| files.contains_key(file) || documents.iter().any(|(document, _)| document == file);
    let mut wanted = BTreeSet::new();
    let others = files.iter().map(|(path, node)| (path.as_str(), node));
    for (path, node) in documents.iter().copied().chain(others) {
        for (text, _) in crate::openapi::references(node) {
            let target = Target::of(text, path);
            wanted.extend(target.map(|target| target.file).filter(|file| !is_known(file)));
        }
    }
    wanted
}

/// What a reference names in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Target {
    /// The file, relative to the folder of the root document.
    file: String,
    /// The fragment, with its `#`, or nothing.
    pointer: String,
}

impl Target {
    fn new(file: &str, pointer: &str) -> Self {
        let pointer = if pointer == "#" { "" } else { pointer };
        Self { file: file.to_owned(), pointer: pointer.to_owned() }
    }

    /// What a reference in a file names in another. None when it stays in its own, or leads out of the folder.
    fn of(text: &str, from: &str) -> Option<Self> {
        let (path, pointer) = text.split_at(text.find('#').unwrap_or(text.len()));
        let is_elsewhere = path.contains(':') || path.starts_with('/') || path.contains('\\');
        if path.is_empty() || is_elsewhere {
            return None;
        }
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(Self::new(&parts.join("/"), pointer))
    }
}

struct Follower<'f> {
    files: &'f Files,
    /// The documents, which are one tree by now.
    paths: &'f [String],
    /// The pointer of the section that schemas go to.
    prefix: String,
    names: Unique,
    hoisted: HashMap<Target, String>,
    todo: Vec<(String, Node, String)>,
    findings: &'f mut Vec<Finding>,
}

impl Follower<'_> {
    /// A component that is nothing but a reference into a file is what it refers to, under the component's name.
    fn adopt(&mut self, root: &mut Node, section: &[&str], paths: &[String]) {
        let mut node = root;
        for key in section.iter().filter(|key| !key.is_empty()) {
            let Value::Object(keys) = &mut node.value else { return };
            let Some(child) = keys.get_mut(*key) else { return };
            node = child;
        }
        let Value::Object(components) = &mut node.value else { return };
        let mut adopted = Vec::new();
        for (name, component) in components.iter_mut() {
            let Some(text) = component.reference().and_then(Node::as_str) else { continue };
            let from = paths.get(component.span.file as usize).map_or("", String::as_str);
            let Some(target) = Target::of(text, from).filter(|target| !self.hoisted.contains_key(target))
            else {
                continue;
            };
            let Some(found) = self.find(&target).cloned() else { continue };
            *component = Node { key: component.key, ..found };
            self.hoisted.insert(target.clone(), name.clone());
            adopted.push((component, target.file));
        }
        adopted.into_iter().for_each(|(component, file)| self.walk(component, &file, Place::Schema, 0));
    }

    /// The root and its fragments, in which a reference without a file stays as it is.
    fn documents(&mut self, root: &mut Node, paths: &[String]) {
        let mut todo = vec![(root, Place::Other)];
        while let Some((node, place)) = todo.pop() {
            let from = paths.get(node.span.file as usize).map_or("", String::as_str);
            let target = reference(node, place).and_then(|text| Target::of(text, from));
            if let Some(target) = target {
                self.replace(node, &target, place, 0);
                continue;
            }
            todo.extend(children_mut(node, place));
        }
    }

    /// A node of another file: whatever it refers to stands in that file or in a third.
    fn walk(&mut self, node: &mut Node, file: &str, place: Place, depth: usize) {
        if let Some(text) = reference(node, place).map(str::to_owned) {
            let own = text.starts_with('#').then(|| Target::new(file, &text));
            match own.or_else(|| Target::of(&text, file)) {
                Some(target) => self.replace(node, &target, place, depth),
                None => self.outside(node, &text),
            }
            return;
        }
        if place == Place::Schema {
            self.mapping(node, file);
        }
        children_mut(node, place).into_iter().for_each(|(child, place)| self.walk(child, file, place, depth));
    }

    /// The targets of a schema's discriminator are references, too.
    fn mapping(&mut self, schema: &mut Node, file: &str) {
        let mapping =
            ["discriminator", "mapping"].iter().try_fold(schema, |node, key| match &mut node.value {
                Value::Object(object) => object.get_mut(*key),
                _ => None,
            });
        let Some(Value::Object(entries)) = mapping.map(|node| &mut node.value) else { return };
        for child in entries.values_mut() {
            let Some(text) = child.as_str().map(str::to_owned) else { continue };
            let own = text.starts_with('#').then(|| Target::new(file, &text));
            let target = own.or_else(|| Target::of(&text, file));
            if let Some(target) = target.filter(|target| self.find(target).is_some()) {
                let name = self.hoist(&target);
                child.value = Value::String(name.unwrap_or(text));
            }
        }
    }

    fn find(&self, target: &Target) -> Option<&Node> {
        let file = self.files.get(&target.file)?;
        if target.pointer.trim_start_matches('#').is_empty() {
            Some(file)
        } else {
            resolve(file, &target.pointer)
        }
    }

    fn replace(&mut self, node: &mut Node, target: &Target, place: Place, depth: usize) {
        if self.paths.contains(&target.file) {
            return refer(node, if target.pointer.is_empty() { "#" } else { &target.pointer });
        }
        if self.find(target).is_none() {
            return self.missing(node, target);
        }
        if place == Place::Schema {
            if let Some(text) = self.hoist(target) {
                refer(node, &text);
            }
            return;
        }
        if depth > MAX_DEPTH {
            let message = "this reference never ends: it leads through other files back to itself";
            self.findings.push(Finding::error("reference-loop", node.head(), message));
            return;
        }
        if let Some(found) = self.find(target) {
            let mut found = found.clone();
            found.key = node.key;
            self.walk(&mut found, &target.file, place, depth + 1);
            *node = found;
        }
    }

    /// The reference to the component that a schema of a file becomes.
    fn hoist(&mut self, target: &Target) -> Option<String> {
        if !self.hoisted.contains_key(target) {
            let node = self.find(target)?.clone();
            let last = target.pointer.rsplit('/').next().unwrap_or_default();
            let last = last.trim_start_matches('#').replace("~1", "/").replace("~0", "~");
            let file = target.file.rsplit('/').next().unwrap_or_default();
            let stem = file.split('.').next().unwrap_or_default();
            let name = self.names.give(if last.is_empty() { stem.to_owned() } else { last });
            self.hoisted.insert(target.clone(), name.clone());
            self.todo.push((name, node, target.file.clone()));
        }
        let name = self.hoisted.get(target)?;
        Some(format!("{}/{}", self.prefix, pointer_segment(name)))
    }

    fn missing(&mut self, node: &Node, target: &Target) {
        let at = node.reference().map_or(node.span, |reference| reference.span);
        let (message, help) = match self.files.contains_key(&target.file) {
            true => (
                format!("`{}` has nothing at `{}`", target.file, target.pointer),
                "add what is missing there, or mend the reference",
            ),
            false => (
                format!("there is no file `{}` beside the document", target.file),
                "put the file there, or mend the reference; paths go from the file in which they stand",
            ),
        };
        self.findings.push(Finding::error("dangling-reference", at, message).with_help(help));
    }

    fn outside(&mut self, node: &Node, text: &str) {
        let at = node.reference().map_or(node.span, |reference| reference.span);
        self.findings.push(super::references::not_local(text, at));
    }
}

/// Lets a reference lead elsewhere.
fn refer(node: &mut Node, text: &str) {
    if let Value::Object(keys) = &mut node.value
        && let Some(child) = keys.get_mut("$ref")
    {
        child.value = Value::String(text.to_owned());
    }
}

/// The text of a reference, unless the node maps names that somebody chose.
fn reference(node: &Node, place: Place) -> Option<&str> {
    if place.has_names() { None } else { node.reference()?.as_str() }
}
