//! Merges types into the ones that are kept.

use std::collections::{BTreeMap, HashMap};

use super::Renames;
use super::groups::Groups;
use crate::ir::{Field, Schema, Shape, Union};

/// Merges descriptions, and returns those that the uses of merged types keep, by the name of the type.
pub(super) fn merge(schemas: &mut [Schema], groups: &Groups) -> HashMap<String, String> {
    let mut members: BTreeMap<usize, Vec<&Schema>> = BTreeMap::new();
    for (schema, kept) in schemas.iter().zip(&groups.kept) {
        members.entry(*kept).or_default().push(schema);
    }
    members.retain(|_, members| members.len() > 1);
    let mut descriptions = HashMap::new();
    let mut merged = Vec::new();
    for (kept, members) in members {
        let Some(schema) = schemas.get(kept) else { continue };
        let description = match groups.is_component(kept) {
            true => schema.description.clone(),
            false => only(members.iter().filter_map(|member| member.description.as_deref())),
        };
        let own = members.iter().filter(|member| member.description != description);
        descriptions.extend(own.filter_map(|own| Some((own.name.clone(), own.description.clone()?))));
        let mut shape = schema.shape.clone();
        if let Shape::Struct(object) = &mut shape {
            for field in &mut object.fields {
                describe(field, &members, groups.is_component(kept));
            }
        }
        merged.push((kept, description, shape));
    }
    for (kept, description, shape) in merged {
        if let Some(schema) = schemas.get_mut(kept) {
            (schema.description, schema.shape) = (description, shape);
        }
    }
    descriptions
}

/// Sets the description of a field of merged types: the component's, else the most frequent one.
fn describe(field: &mut Field, members: &[&Schema], is_component: bool) {
    if is_component && field.description.is_some() {
        return;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for member in members {
        let Shape::Struct(object) = &member.shape else { continue };
        let same =
            object.fields.iter().find(|other| (&other.wire, &other.name) == (&field.wire, &field.name));
        if let Some(text) = same.and_then(|other| other.description.as_deref()) {
            *counts.entry(text).or_default() += 1;
        }
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    field.description = most.map(|(text, _)| text.to_owned());
}

/// Returns the only one of several texts.
fn only<'a>(mut texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let first = texts.next()?;
    texts.all(|text| text == first).then(|| first.to_owned())
}

/// Removes the merged types and renames the others, and all uses.
pub(super) fn rename(schemas: &mut Vec<Schema>, groups: &Groups, renames: &Renames) {
    let mut kept = groups.kept.iter().enumerate().map(|(index, kept)| index == *kept);
    schemas.retain(|_| kept.next().unwrap_or(true));
    for schema in schemas {
        if let Shape::Struct(object) = &mut schema.shape {
            for field in &mut object.fields {
                renames.describe(&field.ty, &mut field.description);
            }
        }
        schema.shape.types_mut().into_iter().for_each(|ty| renames.apply(ty));
        if let Some(name) = renames.names.get(&schema.name) {
            schema.name.clone_from(name);
        }
        if let Shape::Union(union) = &mut schema.shape {
            drop_equal_variants(union);
            if let [only] = union.variants.as_slice() {
                schema.shape = Shape::Alias(only.ty.clone());
            }
        }
    }
}

/// Drops alternatives of the same type that no tag tells apart.
fn drop_equal_variants(union: &mut Union) {
    let mut seen = Vec::new();
    union.variants.retain(|variant| {
        let is_first = !variant.tags.is_empty() || !seen.contains(&variant.ty);
        seen.push(variant.ty.clone());
        is_first
    });
}
