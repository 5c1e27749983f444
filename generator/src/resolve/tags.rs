//! Tags: the modules and features of the client, and the schemas that each needs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Context;
use crate::document::Node;
use crate::ir::{MODEL_FEATURES, Operation, RUNTIME_FEATURES, SUPPORT, Schema, Tag, Type};
use crate::names::{self, NameAllocator, feature};

/// Modules that every crate has, beside those of the model crate's support, and crates that generated code names.
const MODULES: [&str; 15] = [
    "alloc",
    "blocking",
    "chrono",
    "client",
    "core",
    "error_code",
    "lib",
    "models",
    "runtime",
    "serde",
    "serde_json",
    "shared",
    "std",
    "test",
    "uuid",
];

/// Returns the tags of operations, in the order of the document's `tags`, then of first use. Sets the tag indices of
/// the operations; `tag_names` must be complete.
pub(super) fn describe(context: &mut Context<'_>, operations: &mut [Operation]) -> Vec<Tag> {
    let root = context.root;
    let mut declared = Vec::new();
    for node in context.items(root, "tags") {
        let name = context.text(node, "name").unwrap_or_default();
        declared.push((name, context.prose(node, "description")));
    }
    let mut used: Vec<String> = Vec::new();
    let mut names_of: Vec<Vec<String>> = Vec::new();
    for at in crate::document::openapi::operations(root) {
        let names: Vec<_> =
            context.items(at.node, "tags").iter().filter_map(Node::as_text).map(str::to_owned).collect();
        used.extend(names.iter().cloned());
        names_of.push(names);
    }
    let order = declared.iter().map(|(name, _)| name).chain(&used).filter(|name| used.contains(name));
    let crates = context.config.types.crates();
    let ext = context.config.package.ext.then_some("ext");
    let modules = MODULES.into_iter().chain(SUPPORT.iter().map(|module| module.name)).chain(ext);
    let modules: Vec<&str> = modules.chain(crates.iter().map(String::as_str)).collect();
    let mut modules = NameAllocator::without(&modules);
    let taken = RUNTIME_FEATURES.iter().map(|feature| feature.name);
    let taken = taken.chain(MODEL_FEATURES.iter().map(|feature| feature.name));
    let taken: Vec<&str> = taken.chain(["default", "full"]).collect();
    let mut features = NameAllocator::without(&taken);
    let mut tags: Vec<Tag> = Vec::new();
    for name in order {
        if tags.iter().all(|tag| tag.name != *name) {
            let description =
                declared.iter().find(|(other, _)| other == name).and_then(|(_, words)| words.clone());
            // A file of models has siblings with these suffixes.
            let module = match names::module(name) {
                name if name.ends_with("_serde") || name.ends_with("_json_schema") => format!("{name}_tag"),
                name => name,
            };
            let module = modules.allocate(module);
            tags.push(Tag {
                name: name.clone(),
                module,
                feature: features.allocate(feature(name)),
                description,
            });
        }
    }
    let mut names_of = names_of.into_iter();
    let mut names = Vec::new();
    for operation in operations.iter_mut() {
        if !operation.is_variant {
            names = names_of.next().unwrap_or_default();
        }
        let index = |name: &String| tags.iter().position(|tag| tag.name == *name);
        operation.tags = names.iter().filter_map(index).collect();
    }
    tags
}

/// Sets the tags of every schema whose operations use it. A schema that an untagged operation uses, or no operation, is
/// always compiled.
pub(super) fn reach(operations: &[Operation], schemas: &mut [Schema]) {
    let indices: HashMap<String, usize> =
        schemas.iter().enumerate().map(|(index, schema)| (schema.name.clone(), index)).collect();
    let index = |ty: &Type| ty.named().and_then(|name| indices.get(name).copied());
    let used: Vec<Vec<usize>> =
        schemas.iter().map(|schema| schema.shape.types().into_iter().filter_map(index).collect()).collect();
    // Operations with the same tags share one walk.
    let mut groups: BTreeMap<BTreeSet<usize>, BTreeSet<usize>> = BTreeMap::new();
    for operation in operations {
        let tags = operation.tags.iter().copied().collect();
        groups.entry(tags).or_default().extend(operation.types().into_iter().filter_map(index));
    }
    let mut always = BTreeSet::new();
    for (tags, start) in groups {
        let mut todo: Vec<usize> = start.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(index) = todo.pop() {
            if seen.insert(index) {
                todo.extend(used.get(index).into_iter().flatten());
            }
        }
        for index in seen {
            match (tags.is_empty(), schemas.get_mut(index)) {
                (true, _) => drop(always.insert(index)),
                (false, Some(schema)) => schema.tags.extend(&tags),
                (false, None) => {}
            }
        }
    }
    // A schema that is always compiled needs its nested schemas.
    let untagged =
        schemas.iter().enumerate().filter(|(_, schema)| schema.tags.is_empty()).map(|(index, _)| index);
    let mut todo: Vec<usize> = untagged.chain(always.iter().copied()).collect();
    let mut seen = BTreeSet::new();
    while let Some(index) = todo.pop() {
        if seen.insert(index) {
            todo.extend(used.get(index).into_iter().flatten());
            if let Some(schema) = schemas.get_mut(index) {
                schema.tags.clear();
            }
        }
    }
}
