//! Builds schemas from the types and fields of a page.

use serde_json::{Map, Value, json};

use super::Builder;
use crate::page::{Content, Item, Text, Type};
use crate::shape;

impl Builder<'_> {
    /// Returns the schema of a body.
    pub(crate) fn content_schema(&mut self, content: &Content) -> Value {
        let (ty, nullable) = match &content.ty {
            Some(ty) => ty.without_null(),
            None => {
                self.note(
                    "open-type",
                    content.span,
                    "the page does not state the type of the body; it has fields, so it is written as an object",
                );
                (Type::base("object"), false)
            }
        };
        let mut schema = match &ty {
            Type::List(item) if item.without_null().0.is("object") && !content.items.is_empty() => {
                self.note("guess-fields", content.span, "the fields are read as those of the array's items");
                let (_, nullable) = item.without_null();
                json!({ "type": "array", "items": with_null(self.object(content), nullable) })
            }
            ty if ty.is("object") => self.object(content),
            other => self.schema(other),
        };
        if nullable {
            schema = with_null(schema, true);
        }
        schema
    }

    /// Returns the object schema of a body: an existing component, or an object with the page's fields.
    fn object(&mut self, content: &Content) -> Value {
        match shape::components_like(self.root, &content.items).as_slice() {
            [only] => {
                let message =
                    format!("the body has the fields of the schema `{only}`; written as a reference to it");
                self.note("taken", content.span, message);
                return json!({ "$ref": format!("#/components/schemas/{only}") });
            }
            [] => {}
            several => {
                let message =
                    format!("the body has the fields of each of {}; written inline", several.join(", "));
                self.note("open-schema", content.span, message);
            }
        }
        if content.items.is_empty() {
            self.note(
                "open-nested",
                content.span,
                "the page does not list the object's properties; written as a free-form object",
            );
            return json!({ "type": "object" });
        }
        let message = "the page does not state which fields are required; written as optional";
        self.note("open-required", content.span, message);
        let properties = content.items.iter().map(|item| (item.name.text.clone(), self.property(item)));
        json!({ "type": "object", "properties": properties.collect::<Map<_, _>>() })
    }

    pub(crate) fn property(&mut self, item: &Item) -> Value {
        let (ty, nullable) = item.ty.without_null();
        let inner = match &ty {
            Type::List(inner) if inner.is("object") => Some(true),
            ty if ty.is("object") => Some(false),
            _ => None,
        };
        let known = inner.and_then(|is_list| {
            Some((is_list, shape::component_named(self.root, &item.name.text, is_list)?))
        });
        let mut schema = match (inner, known) {
            (_, Some((is_list, name))) => {
                let message = format!(
                    "the page does not list the properties of `{}`; the schema `{name}` is used",
                    item.name.text
                );
                self.note("taken", item.name.span, message);
                let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
                if is_list {
                    json!({ "type": "array", "items": reference })
                } else {
                    json!({ "allOf": [reference] })
                }
            }
            (Some(_), None) => {
                let message = format!(
                    "the page does not list the properties of `{}`; written as a free-form object",
                    item.name.text
                );
                self.note("open-nested", item.name.span, message);
                self.schema(&ty)
            }
            (None, None) => self.schema(&ty),
        };
        if nullable {
            schema = with_null(schema, true);
        }
        with_words(schema, item.description.as_ref())
    }

    /// Converts a type to a schema of OpenAPI 3.0.
    pub(crate) fn schema(&self, ty: &Type) -> Value {
        let (inner, nullable) = ty.without_null();
        let schema = match &inner {
            // This is how OpenAPI 3.0 expresses null alone.
            Type::Base { name, .. } if name == "null" => json!({ "nullable": true, "enum": [null] }),
            Type::Base { name, format: None } => json!({ "type": name }),
            Type::Base { name, format: Some(format) } => json!({ "type": name, "format": format }),
            Type::List(item) => json!({ "type": "array", "items": self.schema(item) }),
            Type::Union(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.schema(part)).collect();
                json!({ "oneOf": parts })
            }
        };
        with_null(schema, nullable)
    }
}

/// Inserts a description after the type, before properties and items.
fn with_words(schema: Value, text: Option<&Text>) -> Value {
    let (Value::Object(schema), Some(text)) = (&schema, text) else { return schema };
    let is_first = |key: &str| matches!(key, "type" | "format" | "nullable");
    let own = |first: bool| schema.iter().filter(move |(key, _)| is_first(key) == first);
    let words = ("description".to_owned(), Value::from(text.text.as_str()));
    let clone = |(key, value): (&String, &Value)| (key.clone(), value.clone());
    Value::Object(own(true).map(clone).chain([words]).chain(own(false).map(clone)).collect())
}

fn with_null(mut schema: Value, nullable: bool) -> Value {
    if let Some(object) = schema.as_object_mut().filter(|_| nullable) {
        if let Some(reference) = object.remove("$ref") {
            object.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
        }
        object.insert("nullable".to_owned(), true.into());
    }
    schema
}
