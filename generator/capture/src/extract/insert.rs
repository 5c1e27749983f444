//! Inserts an extracted operation and its components into an API's document.

use serde_json::{Value, json};

use super::facts::{self, Said};
use super::{Name, Subject, assembled, captured, reach};
use crate::changes::{self, Change};
use crate::{Captured, Changed, id, line_ends, patch, put, yaml};
use clientwright::diagnostic::{Diagnostic, Severity};
use clientwright::document::Node;
use clientwright::document::openapi::{OperationAt, components, operations};

/// Returns the changes that insert the operation and its components.
pub(super) fn insert_operation(
    mut subject: Subject<'_>,
    at: OperationAt<'_>,
    operation: Value,
    names: &[Name],
    mut conflicts: usize,
) -> Captured {
    let route = format!("{} {}", at.method.to_uppercase(), at.path);
    let document = subject.document.clone();
    let root = subject.root.clone();
    let shared = reach::by_others(&document, at);
    let (mut own, mut common) = (Vec::new(), Vec::new());
    for name in names {
        let Some(node) = components(&document, &name.section).and_then(|section| section.get(&name.name))
        else {
            continue;
        };
        match components(&root, &name.section).and_then(|section| section.get(&name.name)) {
            Some(there) => {
                let (theirs, ours) = (Said::of(node), Said::of(there));
                conflicts +=
                    usize::from(facts::conflict(&mut subject.diagnostics, &name.name, &theirs, &ours));
            }
            None if shared.contains(name) => common.push(name.clone()),
            None => own.push(name.clone()),
        }
    }
    let there = operations(&root).find(|there| there.method == at.method && there.path == at.path);
    if let Some(there) = there {
        let theirs = Said { value: operation, at: at.node.head() };
        let ours = whole(&root, there);
        conflicts += usize::from(facts::conflict(&mut subject.diagnostics, &route, &theirs, &ours));
        let files = Some(Vec::new());
        let captured = captured(subject.extraction, &subject.sources, subject.diagnostics, files);
        return Captured { operation: route, differences: conflicts, left: conflicts, ..captured };
    }
    if conflicts > 0 {
        let captured = captured(subject.extraction, &subject.sources, subject.diagnostics, None);
        return Captured { operation: route, differences: conflicts, left: conflicts, ..captured };
    }
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    let folder = clientwright::load::folder(&subject.extraction.description);
    let path = format!("{folder}paths/{}.yaml", id::file_stem(id));
    if subject.extraction.description.documents.iter().any(|document| document.path == path) {
        let message = format!("the fragment {path} exists and describes another operation");
        return subject.reject(
            Diagnostic::error("operation-id", at.node.head(), message)
                .with_help("choose another name with `--operation-id`"),
        );
    }
    let fragment = assembled(&document, at, &operation, &own);
    let mut files = vec![Changed { path, old: None, new: yaml::file(&fragment) }];
    if !common.is_empty() {
        match with_components(&subject, &document, &common) {
            Some(changed) => files.push(changed),
            None => {
                let message = "the API's root document cannot be edited in place; move the shared schemas there by hand";
                return subject.reject(Diagnostic::error("not-edited", at.node.head(), message));
            }
        }
    }
    let words =
        "the descriptions are copied from the document: rewrite them in your own words before you commit"
            .to_owned();
    subject.note("words", at.node.head(), words);
    verified(subject, route, files)
}

/// Returns an operation with the parameters of its path, like an extracted one.
fn whole(root: &Node, at: OperationAt<'_>) -> Said {
    let mut said = Said::of(at.node);
    let parameters: Vec<Value> = reach::parameters(root, at).into_iter().map(Node::to_json).collect();
    if let Some(operation) = said.value.as_object_mut().filter(|_| !parameters.is_empty()) {
        operation.insert("parameters".to_owned(), parameters.into());
    }
    said
}

/// Returns the API's root file with components that several operations share.
fn with_components(subject: &Subject<'_>, document: &Node, names: &[Name]) -> Option<Changed> {
    let file = subject.extraction.description.documents.first()?;
    let tree = subject.api.as_ref()?;
    let mut text = file.text.clone();
    let mut tree = tree.clone();
    for Name { section, name } in names {
        let value = components(document, section)?.get(name)?.to_json();
        let change = match (tree.get("components"), tree.get("components").and_then(|all| all.get(section))) {
            (_, Some(section)) => Change::set(section, name, value),
            (Some(all), None) => Change::set(all, section, json!({ name.as_str(): value })),
            (None, None) => {
                Change::set(&tree, "components", json!({ section.as_str(): { name.as_str(): value } }))
            }
        };
        text = patch::patch(&text, &tree, &changes::apply(&tree, &[change]))?;
        let source = clientwright::document::SourceFile { path: String::new(), text: text.clone() };
        tree = clientwright::load::parse::read(0, &source, &mut Vec::new())?;
    }
    let new = line_ends::kept(&file.text, text);
    Some(Changed { path: file.path.clone(), old: Some(file.text.clone()), new })
}

fn verified(subject: Subject<'_>, operation: String, files: Vec<Changed>) -> Captured {
    let mut input = subject.extraction.description.clone();
    files.iter().for_each(|file| put(&mut input, file));
    let (api, diagnostics) = clientwright::described(&input);
    let captured = captured(subject.extraction, &subject.sources, subject.diagnostics, Some(files));
    if api.is_none() || diagnostics.iter().any(|reported| reported.diagnostic.severity >= Severity::Warning) {
        let diagnostics =
            diagnostics.into_iter().filter(|reported| reported.diagnostic.severity >= Severity::Warning);
        return Captured {
            operation,
            files: None,
            diagnostics: diagnostics.collect(),
            read: input,
            ..captured
        };
    }
    Captured { operation, ..captured }
}
