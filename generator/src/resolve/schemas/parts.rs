//! Flattens parts that apply together: follows references and `allOf` to the schemas that describe values.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::super::Context;
use super::narrow::own_kinds;
use super::null::is_nullable;
use super::others::Others;
use super::plain::is_of_text;
use super::several::lists_any;
use crate::diagnostic::Diagnostic;
use crate::document::{Node, Object, Span};

/// Keys that determine the type of a value.
const SHAPING: [&str; 9] = [
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "properties",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
];
/// Keys that restrict values without affecting the type. The server checks them.
const NARROWING: [&str; 21] = [
    "title",
    "default",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "deprecated",
    "readOnly",
    "writeOnly",
    "xml",
    "propertyNames",
    "$comment",
];

/// Whether a part determines the type of a value. A type, format or enum next to a reference only restricts it.
pub(super) fn shapes(node: &Node) -> bool {
    is_more_than(node, "")
}

/// Whether a list of required properties affects the struct next to it.
fn is_required_of_more(node: &Node) -> bool {
    node.get("required").and_then(Node::as_array).is_some_and(|names| !names.is_empty())
}

/// Whether a part with an `allOf` also describes values itself.
pub(super) fn has_own_shape(node: &Node) -> bool {
    is_more_than(node, "allOf")
}

/// Returns the value of a key that alone determines the type.
pub(super) fn only<'t>(node: &'t Node, key: &str) -> Option<&'t Node> {
    node.get(key).filter(|_| !is_more_than(node, key))
}

fn is_more_than(node: &Node, key: &str) -> bool {
    // Forbidding other properties does not affect the type, nor does an empty map of properties.
    let is_empty = |key: &str, value: &Node| {
        value.as_bool() == Some(false)
            || (key == "properties" && value.as_object().is_some_and(Object::is_empty))
    };
    let is_described = |key: &str| node.get(key).is_some_and(|value| !is_empty(key, value));
    SHAPING.iter().any(|other| *other != key && is_described(other)) || is_required_of_more(node)
}

/// Marks restricting keys and prose as read.
pub(super) fn narrowing<'t>(context: &mut Context<'t>, node: &'t Node) {
    for key in NARROWING.iter().chain(&["description", "type", "format", "enum", "nullable"]) {
        if let Some(child) = node.get(key) {
            context.tracker.read_whole(child);
        }
    }
    let closed = node.get("additionalProperties").filter(|values| values.as_bool() == Some(false));
    let empty =
        node.get("properties").filter(|properties| properties.as_object().is_some_and(Object::is_empty));
    closed.into_iter().chain(empty).for_each(|child| context.tracker.read(child));
}

/// The `oneOf` or `anyOf` of a schema.
#[derive(Clone, Copy)]
pub(super) struct Choice<'t> {
    pub(super) node: &'t Node,
    pub(super) key: &'static str,
}

impl<'t> Choice<'t> {
    pub(super) fn branches(self) -> &'t [Node] {
        self.node.get(self.key).and_then(Node::as_array).unwrap_or_default()
    }
}

/// The flattened schemas of some parts.
#[derive(Default)]
pub(super) struct Leaves<'t> {
    /// The schemas that describe values.
    pub(super) nodes: Vec<&'t Node>,
    /// Their alternatives.
    pub(super) unions: Vec<Choice<'t>>,
    /// Whether null is allowed.
    pub(super) nullable: bool,
}

/// The properties of an object, merged from all parts.
pub(super) struct Properties<'t> {
    /// The schemas of each property.
    pub(super) named: IndexMap<&'t str, Vec<&'t Node>>,
    /// The required properties.
    pub(super) required: HashSet<&'t str>,
    /// The unnamed properties.
    pub(super) others: Others<'t>,
    /// Whether it is a map of which only required names are known.
    pub(super) is_map: bool,
}

impl Properties<'_> {
    pub(super) fn is_struct(&self) -> bool {
        !self.named.is_empty()
    }

    /// Whether a required property is not declared: a mistake as likely as an undeclared property of any JSON.
    pub(super) fn is_undeclared(&self, wire: &str) -> bool {
        !self.is_map && self.named.get(wire).is_some_and(Vec::is_empty)
    }
}

impl<'t> Leaves<'t> {
    /// Flattens parts.
    pub(super) fn of(context: &mut Context<'t>, parts: &[&'t Node]) -> Self {
        let mut leaves = Self::default();
        let mut open = Vec::new();
        for part in parts {
            leaves.add(context, part, &mut open);
        }
        leaves.drop_opaque();
        leaves.nullable = parts.iter().any(|part| is_nullable(context, part));
        leaves
    }

    /// Drops parts that only say "object" if another part excludes objects: some tools write "anything" in this way.
    fn drop_opaque(&mut self) {
        let is_other = |node: &&Node| own_kinds(node).is_some_and(|kinds| !kinds.contains("object"));
        if self.nodes.iter().any(is_other) {
            self.nodes.retain(|node| is_other(node) || own_kinds(node).is_none() || shapes(node));
        }
    }

    fn add(&mut self, context: &mut Context<'t>, node: &'t Node, open: &mut Vec<Span>) {
        context.tracker.read(node);
        if open.contains(&node.span) || open.len() > 60 {
            let message = "this schema contains itself; no value can satisfy it";
            context.diagnostics.push(Diagnostic::error("endless-schema", node.head(), message));
            return;
        }
        open.push(node.span);
        if node.reference().is_some() {
            let target = context.follow(node);
            if target.reference().is_none() {
                self.add(context, target, open);
            }
        }
        for part in context.items(node, "allOf") {
            self.add(context, part, open);
        }
        open.pop();
        narrowing(context, node);
        let choices = ["oneOf", "anyOf"].map(|key| Choice { node, key });
        let (real, narrowing): (Vec<_>, Vec<_>) = choices.into_iter().partition(|choice| is_union(*choice));
        if !real.is_empty() {
            let lists = narrowing.into_iter().filter_map(|choice| node.get(choice.key));
            lists.for_each(|list| context.tracker.read_whole(list));
        }
        let is_open = |choice: &Choice<'_>| context.distributed.contains(&(node.span, choice.key));
        let (own, unions): (Vec<_>, Vec<_>) =
            real.into_iter().partition(|choice| lists_any(context.root, *choice, open));
        for list in own.into_iter().filter_map(|choice| node.get(choice.key)) {
            context.tracker.read_whole(list);
        }
        self.unions.extend(unions.into_iter().filter(|choice| !is_open(choice)));
        self.nodes.push(node);
    }

    /// Returns the merged properties. A repeated property has several schemas.
    pub(super) fn properties(&self, context: &mut Context<'t>) -> Properties<'t> {
        let mut all = Properties {
            named: IndexMap::new(),
            required: HashSet::new(),
            others: Others::default(),
            is_map: false,
        };
        for node in &self.nodes {
            all.required.extend(context.items(node, "required").iter().filter_map(Node::as_text));
            let properties = context.get(node, "properties").and_then(Node::as_object);
            for (wire, property) in properties.into_iter().flatten() {
                context.tracker.read(property);
                let parts = all.named.entry(wire.as_str()).or_default();
                if !parts.iter().any(|part| part.span == property.span) {
                    parts.push(property);
                }
            }
        }
        if !all.is_struct() && self.unions.is_empty() && self.is_map() {
            let names = self.required_names(context).into_iter();
            all.others = Others::of(context, self);
            all.named = names.map(|name| (name, all.others.parts().to_vec())).collect();
            all.is_map = all.is_struct();
        } else if all.is_struct() {
            // A required but undeclared property is any JSON, unless an alternative declares it.
            for name in self.required_names(context).into_iter().filter(|_| self.unions.is_empty()) {
                all.named.entry(name).or_default();
            }
            all.others = Others::of(context, self);
        }
        all
    }

    /// Whether the schemas describe an object without named properties.
    fn is_map(&self) -> bool {
        let says = |node: &Node| {
            node.get("type").and_then(Node::as_str) == Some("object")
                || node.get("patternProperties").is_some()
                || node.get("additionalProperties").is_some_and(|values| values.as_object().is_some())
        };
        self.nodes.iter().any(|node| says(node))
    }

    /// Whether the schemas describe an object without any properties: an empty struct, not a map.
    pub(super) fn is_empty_object(&self, context: &mut Context<'t>) -> bool {
        let says = |node: &&'t Node, key: &str| node.get(key).is_some();
        let telling = ["patternProperties", "required", "enum", "nullable"];
        let is_closed =
            |node: &&'t Node| node.get("additionalProperties").and_then(Node::as_bool) == Some(false);
        let is_empty = self.unions.is_empty()
            && self.nodes.iter().any(is_closed)
            && !self.nodes.iter().any(|node| telling.iter().any(|key| says(node, key)));
        if is_empty {
            for key in ["type", "additionalProperties"] {
                self.get(context, key);
            }
        }
        is_empty
    }

    /// Returns the names of required properties, in document order.
    fn required_names(&self, context: &mut Context<'t>) -> Vec<&'t str> {
        let lists = self.nodes.iter().map(|node| context.items(node, "required"));
        lists.flatten().filter_map(Node::as_text).collect()
    }

    /// Returns the node that makes a property required.
    pub(super) fn required_name(&self, name: &str) -> Option<&'t Node> {
        let lists = self.nodes.iter().filter_map(|node| node.get("required")?.as_array());
        lists.flatten().find(|node| node.as_text() == Some(name))
    }

    /// Returns all values of a key.
    pub(super) fn all(&self, context: &mut Context<'t>, key: &str) -> Vec<&'t Node> {
        self.nodes.iter().filter_map(|node| context.get(node, key)).collect()
    }

    /// Returns the first value of a key.
    pub(super) fn get(&self, context: &mut Context<'t>, key: &str) -> Option<&'t Node> {
        self.nodes.iter().filter_map(|node| context.get(node, key)).next()
    }
}

/// Whether alternatives differ in shape. Alternatives that only require different properties are a restriction, which
/// the server checks.
fn is_union(choice: Choice<'_>) -> bool {
    choice.branches().iter().any(|branch| !is_constraint(branch))
}

/// Whether a schema has neither a type nor a shape nor values.
pub(super) fn is_constraint(node: &Node) -> bool {
    let any = node.as_object().is_some_and(|keys| keys.is_empty());
    let is_telling = |key: &&str| node.get(key).is_some();
    !any && !SHAPING.iter().chain(&["type", "enum"]).any(is_telling) && !is_of_text(node)
}
