//! The vocabulary of the tables.

use super::schema::SCHEMA;
use crate::diagnostic::Severity;
use crate::document::{Node, Object, Value, Version};

/// The expected kind of a value.
pub(super) enum Kind {
    /// Any value.
    Any,
    /// `null`, if it has a meaning.
    Null,
    /// A string; also an unquoted number or boolean.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// An array.
    List(&'static Kind),
    /// An object whose keys are names that an author chose.
    Names(&'static Kind),
    /// An object whose keys are paths, statuses or similar, next to extensions.
    Statuses(&'static Kind),
    /// A schema: an object, or a boolean in JSON Schema.
    Schema,
    /// An object of OpenAPI.
    Object(&'static Shape),
    /// Any of several kinds.
    Either(&'static [Kind]),
}

/// The shape of an object of OpenAPI.
pub(super) struct Shape {
    /// The name, with an article.
    pub(super) name: &'static str,
    /// The known keys. `coverage` reports others.
    pub(super) keys: &'static [Key],
    /// Whether a reference may replace it.
    pub(super) can_be_reference: bool,
    /// Whether siblings of a reference are valid.
    pub(super) has_siblings: bool,
}

/// A key of an object.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Whether a value of another kind may be ignored, because it does not affect the wire format.
    pub(super) is_loose: bool,
    /// The severity if it is missing, and the last version that requires it.
    pub(super) required: Option<(Severity, Version)>,
}

impl Shape {
    /// Creates the shape of an object that cannot be a reference.
    pub(super) const fn new(name: &'static str, keys: &'static [Key]) -> Self {
        Self { name, keys, can_be_reference: false, has_siblings: false }
    }

    /// Creates the shape of an object that can be a reference.
    pub(super) const fn referable(name: &'static str, keys: &'static [Key]) -> Self {
        Self { can_be_reference: true, ..Self::new(name, keys) }
    }

    /// Whether an object has all required keys of this shape.
    pub(super) fn is_whole(&self, entries: &Object) -> bool {
        let mut required = self.keys.iter().filter(|key| key.required.is_some()).peekable();
        required.peek().is_some() && required.all(|key| entries.contains_key(key.name))
    }
}

/// Creates a key that affects the wire format.
pub(super) const fn key(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, is_loose: false, required: None }
}

/// Creates a key whose value may be ignored.
pub(super) const fn loose(name: &'static str, kind: Kind) -> Key {
    Key { is_loose: true, ..key(name, kind) }
}

impl Key {
    /// Makes a key required.
    pub(super) const fn required(self) -> Self {
        Self { required: Some((Severity::Error, Version::V32)), ..self }
    }

    /// Makes a key required, with a warning if it is missing.
    pub(super) const fn expected(self) -> Self {
        Self { required: Some((Severity::Warning, Version::V32)), ..self }
    }

    /// Makes a key required before OpenAPI 3.2, with a warning if it is missing.
    pub(super) const fn expected_until_3_1(self) -> Self {
        Self { required: Some((Severity::Warning, Version::V31)), ..self }
    }

    /// Makes a key required before OpenAPI 3.1, with a warning if it is missing.
    pub(super) const fn expected_until_3_0(self) -> Self {
        Self { required: Some((Severity::Warning, Version::V30)), ..self }
    }
}

impl Kind {
    /// Whether a value has this kind, regardless of its contents.
    pub(super) fn fits(&self, node: &Node) -> bool {
        match self {
            Self::Any => true,
            Self::Null => node.value == Value::Null,
            Self::Text => node.as_text().is_some(),
            Self::Boolean => node.as_bool().is_some(),
            Self::Schema => node.as_bool().is_some() || node.as_object().is_some(),
            Self::Number => matches!(node.value, Value::Number(_)),
            Self::List(_) => node.as_array().is_some(),
            Self::Names(_) | Self::Statuses(_) | Self::Object(_) => node.as_object().is_some(),
            Self::Either(kinds) => kinds.iter().any(|kind| kind.fits(node)),
        }
    }

    /// Returns the name of this kind, for messages.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Any => "anything".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Text => "a string".to_owned(),
            Self::Boolean => "a boolean".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::List(_) => "an array".to_owned(),
            Self::Names(_) | Self::Statuses(_) => "an object".to_owned(),
            Self::Schema => SCHEMA.name.to_owned(),
            Self::Object(shape) => shape.name.to_owned(),
            Self::Either(kinds) => {
                let words: Vec<String> = kinds.iter().map(Self::words).collect();
                words.join(" or ")
            }
        }
    }

    /// Returns the help text for a value of another kind.
    pub(super) fn help(&self) -> String {
        match self {
            Self::Boolean => "write `true` or `false`, without quotes".to_owned(),
            Self::List(_) => "write each item on its own line, after `- `".to_owned(),
            Self::Names(_) => "write each entry on its own line, as `name: value`".to_owned(),
            Self::Statuses(_) => "write each entry below its own key".to_owned(),
            Self::Object(shape) => {
                let required = shape.keys.iter().filter(|key| key.required.is_some());
                let first = required.chain(shape.keys).take(1).map(|key| key.name);
                format!("write an object with keys such as `{}:`", first.collect::<String>())
            }
            Self::Either(kinds) => kinds.last().map(Self::help).unwrap_or_default(),
            Self::Schema => Self::Object(&SCHEMA).help(),
            Self::Any | Self::Null | Self::Text | Self::Number => format!("write {}", self.words()),
        }
    }
}
