//! What a body holds: its type, and its fields on the first level.

use super::Comparison;
use crate::capture::changes::Change;
use crate::capture::page::{Content, Item, Type};
use crate::capture::shape::{self, Property};
use crate::tree::Node;

impl Comparison<'_, '_> {
    /// Compares what a media type of the description holds.
    pub(super) fn content(&mut self, content: &Content, media: &Node) {
        let ty = content.ty.clone().unwrap_or(Type::base("object"));
        let schema = media.get("schema");
        let Some(schema) = schema.filter(|schema| shape::agrees(self.root, &ty, schema)) else {
            let made = self.maker.media(content);
            let made = made.as_object().and_then(|media| media.values().next()?.get("schema")).cloned();
            let changes = made.map(|made| Change::set(media, "schema", made)).into_iter().collect();
            let span = content.ty.as_ref().map_or(content.span, |_| content.media_type.span);
            self.wrong_type("the body", span, &ty, schema.or(Some(media)), changes);
            return;
        };
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
        for item in &content.items {
            let Some(found) = own.iter().find(|property| property.name == item.name.text) else {
                if !alternatives {
                    self.new_field(item, schema);
                }
                continue;
            };
            if !shape::agrees(self.root, &item.ty, found.schema) {
                let made = self.maker.property(item);
                let changes = vec![Change::replace(found.schema, made)];
                self.wrong_type(&item.name.text, item.ty_span, &item.ty, Some(found.schema), changes);
            }
        }
        for property in
            own.iter().filter(|property| content.items.iter().all(|item| item.name.text != property.name))
        {
            self.gone_field(content, property);
        }
    }

    fn new_field(&mut self, item: &Item, schema: &Node) {
        let made = self.maker.property(item);
        let message = format!("the page has the field `{}`, and the description does not", item.name.text);
        let change = match schema.get("properties") {
            Some(properties) => Change::set(properties, &item.name.text, made),
            None => {
                let only = serde_json::json!({ item.name.text.as_str(): made });
                Change::set(schema, "properties", only)
            }
        };
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
        }
        let message = format!("the page does not have the field `{}`", property.name);
        self.gone(property.schema, message, content.span, changes);
    }
}
