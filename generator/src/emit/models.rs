//! Items of the model crate, a kind of item a file.

pub(super) mod aliases;
pub(super) mod derives;
pub(super) mod enums;
pub(super) mod json_schema;
pub(super) mod serde;
pub(super) mod setters;
pub(super) mod structs;

use syn::Item;

use crate::emit::docs;
use crate::ir::{EngineItemError, EngineItems, Schema, Shape, Traits};

/// The items of a schema. `is_sent` is false if callers only receive values of it.
pub(super) fn items(
    schema: &Schema,
    is_sent: bool,
    traits: &Traits<'_>,
    engine: &mut EngineItems,
) -> Result<Vec<Item>, EngineItemError> {
    let words = docs::described(schema.description.as_deref(), &schema.name);
    let hash = derives::hash(traits, &schema.name);
    let tuple = || derives::of_tuple(traits, &schema.name);
    let mut items = match &schema.shape {
        Shape::Struct(object) => {
            structs::items(schema, object, is_sent, engine.take_struct(&schema.name)?, (words, hash))?
        }
        Shape::StringEnum(variants) => vec![enums::of_strings(&schema.name, variants, words)],
        Shape::IntEnum(variants) => vec![enums::of_integers(&schema.name, variants, words)],
        Shape::Union(union) => vec![enums::one_of(&schema.name, (words, hash), union, is_sent)],
        Shape::Alias(ty) => vec![aliases::alias(&schema.name, ty, words)],
        Shape::Newtype(ty) => vec![aliases::newtype(&schema.name, ty, words, tuple())],
        Shape::Tuple(types) => vec![aliases::tuple(&schema.name, types, words, tuple())],
    };
    items.extend(serde::item(schema));
    Ok(items)
}
