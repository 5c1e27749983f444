//! Replaces references into other files by local references or by their targets.
//!
//! A schema from another file becomes a component, named after the last segment of its pointer or after the file.
//! Anything else (a path item, a parameter, a response) is inlined. File names are relative to the folder that
//! references must not leave. The generator opens no file; it returns the names of those that it needs.

mod adopt;

use std::collections::{BTreeMap, HashMap};

use super::target::{self, Target, is_prose, refer};
use super::{component_section, identifiers, insert_schemas};
use crate::diagnostic::Diagnostic;
use crate::document::openapi::{KeyContext, children_mut, resolve};
use crate::document::{Node, Object, Value, pointer_segment};
use crate::names::NameAllocator;

/// The limit for chains of references into files that have no schema in between.
const MAX_DEPTH: usize = 32;

/// Other files, by path.
#[derive(Debug, Default)]
pub struct Files {
    /// The folder that references must not leave, for display.
    pub top: String,
    /// Files that were parsed.
    pub trees: BTreeMap<String, Node>,
    /// Files that are unreadable, each with its first diagnostic.
    pub unreadable: BTreeMap<String, Diagnostic>,
}

/// Inlines references into other files. `paths` lists the documents, the root first.
pub(super) fn follow(root: &mut Node, files: &Files, paths: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let section = component_section(root);
    let mut follower = Follower {
        files,
        paths,
        prefix: format!("#/{}", section.join("/")),
        names: NameAllocator::default(),
        hoisted: HashMap::new(),
        todo: Vec::new(),
        diagnostics,
    };
    follower.adopt(root, section, paths);
    follower.documents(root, paths);
    let mut made = Object::new();
    while let Some((name, mut node, file)) = follower.todo.pop() {
        follower.walk(&mut node, &file, KeyContext::Schema, 0);
        made.insert(name, node);
    }
    made.sort_keys();
    insert_schemas(root, section, made);
}

struct Follower<'f> {
    files: &'f Files,
    /// The documents, which are already merged into one tree.
    paths: &'f [String],
    /// The pointer of the section that receives schemas.
    prefix: String,
    names: NameAllocator,
    hoisted: HashMap<Target, String>,
    todo: Vec<(String, Node, String)>,
    diagnostics: &'f mut Vec<Diagnostic>,
}

impl Follower<'_> {
    /// Walks the root and its fragments. Local references stay as they are.
    fn documents(&mut self, root: &mut Node, paths: &[String]) {
        let mut todo = vec![(root, KeyContext::Other)];
        while let Some((node, context)) = todo.pop() {
            let from = paths.get(node.span.file as usize).map_or("", String::as_str);
            let target = reference(node).and_then(|text| Target::of(text, from));
            if let Some(target) = target {
                self.replace(node, &target, context, 0);
                // A schema stays a reference, whose siblings may hold more references. Anything else was walked
                // already.
                if context != KeyContext::Schema {
                    continue;
                }
            } else if let Some(text) = reference(node).filter(|text| target::levels_out(text, from) > 0) {
                let text = text.to_owned();
                self.outside(node, &text, from);
            }
            todo.extend(children_mut(node, context));
        }
    }

    /// Walks a node of another file. Its local references point into that file.
    fn walk(&mut self, node: &mut Node, file: &str, context: KeyContext, depth: usize) {
        if let Some(text) = reference(node).map(str::to_owned) {
            let own = text.starts_with('#').then(|| Target::new(file, &text));
            match own.or_else(|| Target::of(&text, file)) {
                Some(target) => self.replace(node, &target, context, depth),
                None => self.outside(node, &text, file),
            }
            // A schema stays a reference, whose siblings may hold more references. Anything else was walked already.
            if context != KeyContext::Schema {
                return;
            }
        }
        if context == KeyContext::Schema {
            self.mapping(node, file);
        }
        children_mut(node, context)
            .into_iter()
            .for_each(|(child, context)| self.walk(child, file, context, depth));
    }

    /// Resolves the targets of a discriminator's mapping.
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
        let file = self.files.trees.get(&target.file)?;
        if target.pointer.trim_start_matches('#').is_empty() {
            return Some(file);
        }
        resolve(file, &target.pointer).or_else(|| identifiers::anchored(file, &target.pointer))
    }

    fn replace(&mut self, node: &mut Node, target: &Target, context: KeyContext, depth: usize) {
        if self.paths.contains(&target.file) {
            return refer(node, if target.pointer.is_empty() { "#" } else { &target.pointer });
        }
        if self.find(target).is_none() {
            return self.missing(node, target);
        }
        if context == KeyContext::Schema {
            if let Some(text) = self.hoist(target) {
                refer(node, &text);
            }
            return;
        }
        if depth > MAX_DEPTH {
            let message = "this reference is circular through other files";
            self.diagnostics.push(Diagnostic::error("reference-loop", node.head(), message));
            return;
        }
        if let Some(found) = self.find(target) {
            let mut found = found.clone();
            found.key = node.key;
            self.walk(&mut found, &target.file, context, depth + 1);
            *node = found;
        }
    }

    /// Returns the reference to the component that a schema of a file becomes.
    fn hoist(&mut self, target: &Target) -> Option<String> {
        let target = &self.resolve_alias(target.clone());
        if self.paths.contains(&target.file) {
            return Some(target.pointer.clone());
        }
        if !self.hoisted.contains_key(target) {
            let node = self.find(target)?.clone();
            let last = target.pointer.rsplit('/').next().unwrap_or_default();
            let last = last.trim_start_matches('#').replace("~1", "/").replace("~0", "~");
            let file = target.file.rsplit('/').next().unwrap_or_default();
            let stem = file.split('.').next().unwrap_or_default();
            let last = if last.is_empty() { stem.to_owned() } else { last };
            // If the name is taken, the file name disambiguates it, or its folder.
            let folder = target.file.rsplit('/').nth(1).unwrap_or_default();
            let own = if stem == last { String::new() } else { format!("{stem}_{last}") };
            let names =
                [&last, &own, &format!("{folder}_{last}"), &format!("{folder}_{own}")].map(String::clone);
            let is_free =
                |name: &String| !name.is_empty() && !name.starts_with('_') && !self.names.is_taken(name);
            let name = names.into_iter().find(is_free).unwrap_or(last);
            let name = self.names.allocate(name);
            self.hoisted.insert(target.clone(), name.clone());
            self.todo.push((name, node, target.file.clone()));
        }
        let name = self.hoisted.get(target)?;
        Some(format!("{}/{}", self.prefix, pointer_segment(name)))
    }

    /// Follows a chain of schemas that are only references.
    fn resolve_alias(&self, mut target: Target) -> Target {
        for _ in 0..MAX_DEPTH {
            if self.hoisted.contains_key(&target) || self.paths.contains(&target.file) {
                break;
            }
            let alias =
                self.find(&target).filter(|node| node.as_object().is_some_and(|keys| keys.len() == 1));
            let Some(text) = alias.and_then(reference) else { break };
            let own = text.starts_with('#').then(|| Target::new(&target.file, text));
            let Some(next) = own.or_else(|| Target::of(text, &target.file)) else { break };
            if !self.paths.contains(&next.file) && self.find(&next).is_none() {
                break;
            }
            target = next;
        }
        target
    }

    fn missing(&mut self, node: &Node, target: &Target) {
        let at = node.reference().map_or(node.span, |reference| reference.span);
        if let Some(cause) = self.files.unreadable.get(&target.file) {
            let message = format!("the file `{}` cannot be read", target.file);
            let diagnostic = Diagnostic::error("unreadable-file", at, message).with_help("fix that file");
            self.diagnostics.push(diagnostic.with_related(cause.span, cause.message.clone()));
            return;
        }
        let (message, help) = match (self.files.trees.contains_key(&target.file), is_prose(&target.file)) {
            (true, _) => (
                format!("`{}` has nothing at `{}`", target.file, target.pointer),
                "add the missing element, or fix the reference",
            ),
            (_, true) => (
                format!("`{}` is not a YAML or JSON file; ignored", target.file),
                "refer to a file that ends in `.yaml` or `.json`",
            ),
            _ => (
                format!("the file `{}` does not exist", target.file),
                "add the file, or fix the reference; paths are relative to the file that contains them",
            ),
        };
        self.diagnostics.push(Diagnostic::error("dangling-reference", at, message).with_help(help));
    }

    fn outside(&mut self, node: &Node, text: &str, from: &str) {
        let at = node.reference().map_or(node.span, |reference| reference.span);
        let diagnostic = super::references::not_local(text, at);
        self.diagnostics.push(match target::levels_out(text, from) {
            0 => diagnostic,
            levels => {
                let root = target::above(&self.files.top, levels);
                // Do not suggest to open the whole file system to a document.
                if root == "/" {
                    return self.diagnostics.push(diagnostic);
                }
                diagnostic
                    .with_help(format!("add `--root {root}` to allow references to all files in that folder"))
            }
        });
    }
}

/// Returns the target of a `$ref`. A map of names may be a reference as a whole, because its values are never strings.
fn reference(node: &Node) -> Option<&str> {
    node.reference()?.as_str()
}
