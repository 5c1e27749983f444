//! Merges hoisted types that are equal, over the whole document, and names the types that are left.
//!
//! Types are equal if their values are: the same wire names, types, required, nullable and constant values, also through
//! recursion. Equality alone may be chance, so equal types are merged if they agree in their title or in the name of
//! the property or parameter that has the type, or if they are large. Two components are never merged, nor two types
//! with different titles. If types are merged, so are the types that they contain.

mod classes;
mod groups;
mod labels;
mod locked;
mod locking;
mod members;
mod merge;
mod naming;
mod paths;
mod prints;
mod properties;
mod written;

use std::collections::{BTreeSet, HashMap};

use super::super::Context;
use super::Schemas;
use crate::ir::{BodyContent, Operation, PartContent, Type};

use locking::Before;

/// Replaced names, and descriptions that their uses keep.
#[derive(Debug, Default)]
pub(in super::super) struct Renames {
    names: HashMap<String, String>,
    descriptions: HashMap<String, String>,
}

impl Renames {
    /// Renames pairs of types.
    pub(super) fn pairs(&self, pairs: BTreeSet<(String, String)>) -> BTreeSet<(String, String)> {
        let renamed = |name: String| self.names.get(&name).cloned().unwrap_or(name);
        pairs.into_iter().map(|(one, other)| (renamed(one), renamed(other))).collect()
    }

    /// Renames the types in a type.
    fn apply(&self, ty: &mut Type) {
        match ty {
            Type::Named(name) => {
                if let Some(kept) = self.names.get(name) {
                    name.clone_from(kept);
                }
            }
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                self.apply(inner)
            }
            _ => {}
        }
    }

    /// Keeps the description of a merged type at a use that has none.
    fn describe(&self, ty: &Type, description: &mut Option<String>) {
        if description.is_none() {
            *description = ty.named().and_then(|name| self.descriptions.get(name)).cloned();
        }
    }

    /// Renames the types of an operation.
    pub(in super::super) fn rename(&self, operation: &mut Operation) {
        for parameter in &mut operation.parameters {
            self.describe(&parameter.ty, &mut parameter.description);
        }
        for header in &mut operation.response_headers {
            self.describe(&header.ty, &mut header.description);
        }
        if let Some(body) = &mut operation.body {
            match &mut body.content {
                BodyContent::Json(ty) | BodyContent::Form { ty, .. } => {
                    self.describe(ty, &mut body.description)
                }
                BodyContent::Multipart { fields, .. } => fields.iter_mut().for_each(|field| {
                    if let PartContent::Value(ty) = &field.content {
                        self.describe(ty, &mut field.description);
                    }
                }),
                BodyContent::Text | BodyContent::Bytes => {}
            }
        }
        operation.types_mut().into_iter().for_each(|ty| self.apply(ty));
    }
}

impl<'t> Schemas<'t> {
    /// Merges equal types and names the hoisted ones.
    pub(super) fn share(&mut self, context: &mut Context<'t>) -> Renames {
        let before = context.lock.map(|lock| Before::of(lock, self)).unwrap_or_default();
        let groups = groups::groups(&self.done, &self.places, &before);
        let descriptions = merge::merge(&mut self.done, &groups);
        let names = naming::names(context, self, &groups);
        let renames = Renames { names, descriptions };
        merge::rename(&mut self.done, &groups, &renames);
        properties::rename(context, &mut self.done, &renames);
        members::keep(context, &mut self.done);
        renames
    }
}
