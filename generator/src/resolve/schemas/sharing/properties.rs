//! Settings that rename properties of types that sharing has named.

use std::collections::HashSet;

use super::super::super::Context;
use super::super::structs::name_fields;
use super::Renames;
use crate::ir::{Schema, Shape};

/// Renames the properties that the settings name by the new name of a type.
pub(super) fn rename(context: &mut Context<'_>, schemas: &mut [Schema], renames: &Renames) {
    let config = context.config;
    let renamed: HashSet<&String> = renames.names.values().collect();
    for schema in schemas.iter_mut().filter(|schema| renamed.contains(&schema.name)) {
        let Shape::Struct(object) = &mut schema.shape else { continue };
        let mut is_set = false;
        for field in &mut object.fields {
            let key = format!("{}.{}", schema.name, field.wire);
            if let Some(name) = context.setting(&config.rename.properties, &key) {
                is_set = true;
                field.name.clone_from(name);
            }
        }
        if is_set {
            name_fields(&mut object.fields);
        }
    }
}
