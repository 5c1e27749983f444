//! Checks the kinds of values: the objects of OpenAPI and Swagger as tables, and one walk over a document.
//!
//! Later phases ignore what they do not expect, such as an array in place of an object. Here it is an error, or a
//! warning if it has only one possible meaning; then it is corrected. To add a key, add a line to the object's table in
//! [`openapi`], [`swagger`] or [`schema`].

mod kind;
mod openapi;
mod schema;
mod swagger;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Node, Object, Value, Version};

use kind::{Kind, Shape};

/// Checks a document of any version, and corrects values that have only one possible meaning.
pub fn check(root: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    let Some(version) = Version::of(root) else { return };
    let document = if version == Version::Swagger2 { &swagger::DOCUMENT } else { &openapi::DOCUMENT };
    Walk { version, diagnostics }.object(root, document, "the document");
}

struct Walk<'f> {
    version: Version,
    diagnostics: &'f mut Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Checks the kind of a value. A `loose` value does not affect the wire format and may be ignored.
    fn value(&mut self, node: &mut Node, kind: &Kind, label: &str, loose: bool) {
        match kind {
            _ if node.value == Value::Null && !kind.fits(node) => self.null(node, label, loose),
            _ if !kind.fits(node) => self.wrong(node, kind, label, loose),
            Kind::List(inner) => self.items(node, inner, label, loose),
            Kind::Names(inner) => self.entries(node, inner, loose, false),
            Kind::Statuses(inner) => self.entries(node, inner, loose, true),
            Kind::Schema => self.object(node, &schema::SCHEMA, label),
            Kind::Object(shape) => self.object(node, shape, label),
            Kind::Either(kinds) => {
                if let Some(kind) = kinds.iter().find(|kind| kind.fits(node)) {
                    self.value(node, kind, label, loose);
                }
            }
            Kind::Any | Kind::Null | Kind::Text | Kind::Boolean | Kind::Number => {}
        }
    }

    fn items(&mut self, node: &mut Node, inner: &Kind, label: &str, loose: bool) {
        let Value::Array(items) = &mut node.value else { return };
        for item in items {
            self.value(item, inner, &format!("an item of {label}"), loose);
        }
    }

    fn entries(&mut self, node: &mut Node, inner: &Kind, loose: bool, has_extensions: bool) {
        let Value::Object(entries) = &mut node.value else { return };
        for (name, entry) in entries {
            let is_extension = name.starts_with("x-");
            if !(has_extensions && is_extension) {
                self.value(entry, inner, &format!("`{name}`"), loose || is_extension);
            }
        }
    }

    fn object(&mut self, node: &mut Node, shape: &Shape, label: &str) {
        if shape.can_be_reference && node.get("$ref").is_some() {
            self.reference(node);
            if !shape.has_siblings {
                return;
            }
        }
        let head = node.head();
        let Value::Object(entries) = &mut node.value else { return };
        let is_reference = entries.contains_key("$ref");
        for key in shape.keys {
            match entries.get_mut(key.name) {
                Some(child) => self.value(child, &key.kind, &format!("`{}`", key.name), key.is_loose),
                None => {
                    let required = key.required.filter(|(_, last)| self.version <= *last && !is_reference);
                    if let Some((severity, _)) = required {
                        let what = shape.name;
                        let message =
                            format!("{label} has no `{}`, which OpenAPI requires of {what}", key.name);
                        let diagnostic = Diagnostic::new(severity, "missing-key", head, message);
                        self.diagnostics.push(diagnostic.with_help(format!("add `{}:`", key.name)));
                    }
                }
            }
        }
    }

    fn reference(&mut self, node: &Node) {
        if let Some(target) = node.get("$ref").filter(|target| target.as_str().is_none()) {
            let message = format!("`$ref` must be a string, but is {}", target.kind());
            let help = "write `$ref: \"#/components/schemas/Name\"`";
            self.diagnostics.push(Diagnostic::error("wrong-type", target.head(), message).with_help(help));
        }
    }

    fn null(&mut self, node: &Node, label: &str, loose: bool) {
        if !loose {
            let message = format!("{label} is null; ignored");
            let help = "remove it, or set a value";
            self.diagnostics.push(Diagnostic::warning("wrong-type", node.head(), message).with_help(help));
        }
    }

    fn wrong(&mut self, node: &mut Node, kind: &Kind, label: &str, loose: bool) {
        let (is, should, head) = (node.kind(), kind.words(), node.head());
        let (severity, end) = match meant(node, kind) {
            Some((value, words)) => {
                node.value = value;
                (Severity::Warning, format!("; it is read as {words}"))
            }
            None if loose => (Severity::Warning, "; ignored".to_owned()),
            None => (Severity::Error, String::new()),
        };
        let message = format!("{label} must be {should}, but is {is}{end}");
        let diagnostic = Diagnostic::new(severity, "wrong-type", head, message);
        self.diagnostics.push(diagnostic.with_help(kind.help()));
        // The corrected value has the right kind, but its children may not.
        if kind.fits(node) {
            self.value(node, kind, label, loose);
        }
    }
}

/// Returns the meaning of a value of the wrong kind, if it has only one: some tools write empty objects and arrays,
/// booleans, and arrays of one item in this way.
fn meant(node: &Node, kind: &Kind) -> Option<(Value, &'static str)> {
    let alone = || Node { key: None, ..node.clone() };
    match (kind, &node.value) {
        (Kind::Names(_) | Kind::Statuses(_) | Kind::Schema | Kind::Object(_), Value::Array(items))
            if items.is_empty() =>
        {
            Some((Value::Object(Object::new()), "an empty object"))
        }
        (Kind::List(_), Value::Object(entries)) if entries.is_empty() => {
            Some((Value::Array(Vec::new()), "an empty array"))
        }
        (Kind::List(Kind::Text), Value::String(_)) => {
            Some((Value::Array(vec![alone()]), "an array with one item"))
        }
        (Kind::List(Kind::Object(shape)), Value::Object(entries)) if shape.is_whole(entries) => {
            Some((Value::Array(vec![alone()]), "an array with one item"))
        }
        // With several schemes, it is ambiguous whether all or any of them are required.
        (Kind::List(Kind::Names(_)), Value::Object(entries)) if entries.len() == 1 => {
            Some((Value::Array(vec![alone()]), "an array with one item"))
        }
        // A security scheme by name only.
        (Kind::Names(Kind::List(Kind::Text)), Value::String(name)) => {
            let none = Node { value: Value::Array(Vec::new()), ..alone() };
            Some((Value::Object([(name.clone(), none)].into_iter().collect()), "a name with an empty array"))
        }
        (Kind::Boolean | Kind::Schema, Value::String(text)) if text == "true" => {
            Some((Value::Bool(true), "true"))
        }
        (Kind::Boolean | Kind::Schema, Value::String(text)) if text == "false" => {
            Some((Value::Bool(false), "false"))
        }
        _ => None,
    }
}
