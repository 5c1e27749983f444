//! What the model crate has of a schema.

use super::{Sought, quoted, spell};
use clientwright::ir::{Field, Schema, Shape, TagKind, Type};

pub(super) fn seek(models: &mut Sought, schema: &Schema) {
    let name = schema.name.as_str();
    match &schema.shape {
        Shape::Struct(object) => {
            object.fields.iter().for_each(|field| seek_field(models, name, field));
            let beside = object.fields.iter().filter(|field| field.flatten);
            let beside: Vec<&str> = beside.map(|field| field.name.as_str()).collect();
            if !beside.is_empty() {
                models.seek(name, &format!("flatten {{ {} }}", beside.join(", ")));
            }
            if let Some(rest) = &object.rest {
                let ty = spell(&Type::Map(Box::new(rest.clone())), "");
                models.seek(name, &format!("pub additional_properties: {ty}"));
                models.seek(name, "keep { additional_properties }");
            }
        }
        Shape::StringEnum(variants) => {
            for variant in variants {
                models.seek(name, &format!("{} = {}", variant.name, quoted(&variant.value)));
            }
        }
        Shape::IntEnum(variants) => {
            for variant in variants {
                models.seek(name, &format!("{} = {}", variant.name, variant.value));
            }
        }
        Shape::Union(union) => {
            if let Some(tag) = &union.tag {
                models.seek(name, &format!("#[tag({}, {})]", quoted(&tag.property), reader(tag.kind)));
            }
            if let Some(several) = &union.several {
                models.seek(name, &format!("#[several({several})]"));
            }
            for variant in &union.variants {
                models.seek(name, &format!("{}({})", variant.name, spell(&variant.ty, "")));
                for (tag, value) in
                    union.tag.iter().flat_map(|tag| variant.tags.iter().map(move |value| (tag, value)))
                {
                    let value = match tag.kind {
                        TagKind::String => quoted(value),
                        TagKind::Integer => format!("{value}i64"),
                        TagKind::Boolean => value.clone(),
                    };
                    models.seek(name, &format!("#[value({value})]"));
                }
            }
        }
        Shape::Alias(ty) => models.seek(name, &format!("type {name} = {}", spell(ty, ""))),
        Shape::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|ty| format!("pub {}", spell(ty, ""))).collect();
            models.seek(name, &format!("struct {name}({})", items.join(", ")));
            models.seek(name, &format!("{name}, item0"));
        }
        Shape::Newtype(ty) => models.seek(name, &format!("struct {name}(pub {})", spell(ty, ""))),
    }
}

/// The method by which the value of a tag is read.
fn reader(kind: TagKind) -> &'static str {
    match kind {
        TagKind::String => "as_str",
        TagKind::Integer => "as_i64",
        TagKind::Boolean => "as_bool",
    }
}

fn seek_field(models: &mut Sought, structure: &str, field: &Field) {
    let ty = spell(&field.ty, "");
    if field.flatten {
        return models.seek(structure, &format!("pub {}: {ty}", field.name));
    }
    let is_any = field.ty == Type::Any;
    let (ty, kind) = match (field.required, field.nullable) {
        (true, false) => (ty, "required"),
        (true, true) => (format!("Option<{ty}>"), "required"),
        (false, true) if !is_any => (format!("Option<Option<{ty}>>"), "nullable"),
        (false, _) => (format!("Option<{ty}>"), "optional"),
    };
    models.seek(structure, &format!("pub {}: {ty}", field.name));
    models.seek(structure, &format!("{} => {}: {kind}", quoted(&field.wire), field.name));
}
