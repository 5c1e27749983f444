//! Changes the type of a schema and keeps its other keys.

use serde_json::Value;

use super::Comparison;
use crate::changes::Change;
use crate::page::Type;
use crate::shape;
use clientwright::document::Node;

/// The keys of a schema that determine the type of values.
const SHAPE: [&str; 11] = [
    "$ref",
    "type",
    "format",
    "nullable",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
];

impl Comparison<'_, '_> {
    /// Returns the changes that give a schema a type. `owner` has the schema under the key `schema` or under its own
    /// key; `made` is a newly built schema.
    pub(super) fn retyped(
        &mut self,
        owner: &Node,
        schema: Option<&Node>,
        ty: &Type,
        made: Option<Value>,
    ) -> Vec<Change> {
        let made = made.unwrap_or_else(|| self.builder.schema(ty));
        match schema {
            None => vec![Change::set(owner, "schema", made)],
            Some(schema) => self.changed(schema, ty, &made),
        }
    }

    /// Returns the changes for keys that differ, except prose, which is kept.
    fn changed(&self, schema: &Node, ty: &Type, made: &Value) -> Vec<Change> {
        let (Some(old), Some(new)) = (schema.as_object(), made.as_object()) else { return Vec::new() };
        let (inner, nullable) = ty.without_null();
        if shape::agrees_except_null(self.root, &inner, schema) {
            return self.nullable(schema, nullable);
        }
        if let (Type::List(item), Some(items)) = (&inner, schema.get("items"))
            && let Some(made) = new.get("items")
        {
            let mut changes = self.changed(items, item, made);
            if nullable != shape::is_nullable(self.root, schema) {
                changes.extend(self.nullable(schema, nullable));
            }
            return changes;
        }
        let same_kind = old.get("type").and_then(Node::as_str) == new.get("type").and_then(Value::as_str);
        let is_shape = |key: &str| SHAPE.contains(&key) || (key == "enum" && !same_kind);
        let gone = old.keys().filter(|key| is_shape(key) && !new.contains_key(*key));
        let mut changes: Vec<Change> = gone.map(|key| Change::remove(schema, key)).collect();
        for (key, value) in new.iter().filter(|(key, _)| is_shape(key) || !old.contains_key(*key)) {
            if key != "description" && old.get(key).map(Node::to_json).as_ref() != Some(value) {
                changes.push(Change::set(schema, key, value.clone()));
            }
        }
        changes
    }

    /// Returns the changes that make a schema nullable or not.
    fn nullable(&self, schema: &Node, nullable: bool) -> Vec<Change> {
        let reference = schema.get("$ref").filter(|_| nullable);
        let mut changes: Vec<Change> = match (reference, nullable) {
            // Siblings of a reference are ignored.
            (Some(target), _) => {
                let only = serde_json::json!([{ "$ref": target.to_json() }]);
                vec![Change::remove(schema, "$ref"), Change::set(schema, "allOf", only)]
            }
            (None, true) => Vec::new(),
            (None, false) => {
                let said = shape::nulls(self.root, schema).filter(|node| node.get("nullable").is_some());
                return said.map(|node| Change::remove(node, "nullable")).collect();
            }
        };
        changes.push(Change::set(schema, "nullable", true.into()));
        changes
    }
}
