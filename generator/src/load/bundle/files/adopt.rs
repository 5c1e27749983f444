//! Replaces components that are only references into other files.

use super::Follower;
use crate::document::openapi::KeyContext;
use crate::document::{Node, Value, pointer_segment};
use crate::load::bundle::target::Target;

impl Follower<'_> {
    /// Replaces a component that is only a reference into a file by its target, and keeps its name.
    pub(super) fn adopt(&mut self, root: &mut Node, section: &[&str], paths: &[String]) {
        let mut node = root;
        for key in section {
            let Value::Object(keys) = &mut node.value else { return };
            let Some(child) = keys.get_mut(*key) else { return };
            node = child;
        }
        let mut adopted = Vec::new();
        let mut section_file = None;
        let from = |node: &Node| paths.get(node.span.file as usize).map_or("", String::as_str);
        let whole = node.reference().and_then(Node::as_str).and_then(|text| Target::of(text, from(node)));
        let whole = whole.and_then(|target| Some((self.find(&target)?.clone(), target)));
        if let Some((found, target)) = whole {
            // The whole section is in another file, so each schema of that file is a component.
            *node = Node { key: node.key, ..found };
            for (name, _) in node.as_object().into_iter().flatten() {
                let pointer =
                    format!("#{}/{}", target.pointer.trim_start_matches('#'), pointer_segment(name));
                self.hoisted.insert(Target::new(&target.file, &pointer), name.clone());
            }
            section_file = Some(target.file);
        }
        for (name, _) in node.as_object().into_iter().flatten() {
            self.names.allocate(name.clone());
        }
        let Value::Object(components) = &mut node.value else { return };
        for (name, component) in components.iter_mut() {
            let from = match &section_file {
                Some(file) => file,
                None => paths.get(component.span.file as usize).map_or("", String::as_str),
            };
            let target = component.reference().and_then(Node::as_str).and_then(|text| Target::of(text, from));
            let Some(target) = target.filter(|target| !self.hoisted.contains_key(target)) else {
                adopted.extend(section_file.clone().map(|file| (component, file)));
                continue;
            };
            // An alias in the other file maps to the same component.
            let alias = target.clone();
            let target = self.resolve_alias(target);
            if self.paths.contains(&target.file) || self.hoisted.contains_key(&target) {
                continue;
            }
            let Some(found) = self.find(&target).cloned() else { continue };
            self.hoisted.insert(alias, name.clone());
            *component = Node { key: component.key, ..found };
            self.hoisted.insert(target.clone(), name.clone());
            adopted.push((component, target.file));
        }
        adopted.into_iter().for_each(|(component, file)| self.walk(component, &file, KeyContext::Schema, 0));
    }
}
