//! Compares bodies: the type, and the fields of the first level.

use std::collections::{HashMap, HashSet};

use super::Comparison;
use crate::changes::Change;
use crate::page::{Content, Item, Type};
use crate::shape::{self, Property};
use clientwright::document::Node;

impl Comparison<'_, '_> {
    /// Compares the content of a media type.
    pub(super) fn content(&mut self, content: &Content, media: &Node) {
        let ty = content.ty.clone().unwrap_or(Type::base("object"));
        let schema = media.get("schema");
        if !schema.is_some_and(|schema| shape::agrees(self.root, &ty, schema)) {
            let made = self.builder.content_schema(content);
            let changes = self.retyped(media, schema, &ty, Some(made));
            let span = content.ty.as_ref().map_or(content.span, |_| content.media_type.span);
            self.wrong_type("the body", span, &ty, schema.or(Some(media)), changes);
        }
        let fits = |schema: &&Node| shape::agrees_except_null(self.root, &ty, schema);
        let Some(schema) = schema.filter(fits) else { return };
        let is_list = matches!(ty.without_null().0, Type::List(_));
        let fields = match is_list {
            true => shape::plain(self.root, schema).and_then(|list| list.get("items")),
            false => Some(schema),
        };
        let shows_fields = match &ty.without_null().0 {
            Type::List(item) => item.without_null().0.is("object") && !content.items.is_empty(),
            other => other.is("object"),
        };
        if let Some(fields) = fields.filter(|_| shows_fields) {
            self.fields(content, fields);
        }
    }

    fn fields(&mut self, content: &Content, schema: &Node) {
        let Some(schema) = shape::plain(self.root, schema) else { return };
        let alternatives = ["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some());
        let own = shape::properties(self.root, schema);
        let known: HashMap<&str, &Property<'_>> =
            own.iter().map(|property| (property.name, property)).collect();
        for item in &content.items {
            let Some(found) = known.get(item.name.text.as_str()) else {
                if !alternatives {
                    self.new_field(item, schema);
                }
                continue;
            };
            if !shape::agrees(self.root, &item.ty, found.schema) {
                let made = self.builder.property(item);
                let changes = self.retyped(schema, Some(found.schema), &item.ty, Some(made));
                self.wrong_type(&item.name.text, item.ty_span, &item.ty, Some(found.schema), changes);
            }
        }
        let shown: HashSet<&str> = content.items.iter().map(|item| item.name.text.as_str()).collect();
        for property in own.iter().filter(|property| !shown.contains(property.name)) {
            self.gone_field(content, property);
        }
    }

    fn new_field(&mut self, item: &Item, schema: &Node) {
        let made = self.builder.property(item);
        let message = format!("the page has the field `{}`, the fragment does not", item.name.text);
        let change = Change::within(schema, "properties", &item.name.text, made);
        self.differs(item.name.span, message, Some(schema), vec![change]);
    }

    fn gone_field(&mut self, content: &Content, property: &Property<'_>) {
        let mut changes = Vec::new();
        changes.extend(
            property.owner.get("properties").map(|properties| Change::remove(properties, property.name)),
        );
        if let Some(required) = property.owner.get("required") {
            let named = required
                .as_array()
                .unwrap_or_default()
                .iter()
                .find(|name| name.as_str() == Some(property.name));
            changes.extend(named.map(|name| Change::drop(required, name)));
            changes.push(Change::tidy(property.owner, "required"));
        }
        let message = format!("the fragment has the field `{}`, the page does not", property.name);
        self.gone(property.schema, message, content.span, changes);
    }
}
