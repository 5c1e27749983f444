//! Parses the types of a page: `string`, `integer(int32)`, `array[object]`, `string | null`.

/// The type of a parameter, a header or a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `string`, or with a format: `string(date-time)`.
    Base {
        /// `string`, `integer`, `number`, `boolean`, `object` or `null`.
        name: String,
        /// Its format.
        format: Option<String>,
    },
    /// `array[...]`.
    List(Box<Type>),
    /// `... | ...`, all different.
    Union(Vec<Type>),
}

/// The names of base types.
const BASES: [&str; 6] = ["string", "integer", "number", "boolean", "object", "null"];

/// The maximum nesting depth of arrays.
const MAX_DEPTH: usize = 16;

impl Type {
    /// Returns a base type without a format.
    pub fn base(name: &str) -> Self {
        Self::Base { name: name.to_owned(), format: None }
    }

    /// Whether this is a base type of some name.
    pub fn is(&self, base: &str) -> bool {
        matches!(self, Self::Base { name, .. } if name == base)
    }

    /// Returns the type without null, and whether it includes null.
    pub fn without_null(&self) -> (Self, bool) {
        let Self::Union(parts) = self else { return (self.clone(), false) };
        let mut others: Vec<_> = parts.iter().filter(|part| !part.is("null")).cloned().collect();
        let nullable = others.len() < parts.len();
        match (others.len(), others.pop()) {
            (1, Some(only)) => (only, nullable),
            (_, last) => {
                others.extend(last);
                (Self::Union(others), nullable)
            }
        }
    }
}

impl std::fmt::Display for Type {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Base { name, format: None } => out.write_str(name),
            Self::Base { name, format: Some(format) } => write!(out, "{name}({format})"),
            Self::List(item) => write!(out, "array[{item}]"),
            Self::Union(parts) => {
                let parts: Vec<_> = parts.iter().map(ToString::to_string).collect();
                out.write_str(&parts.join(" | "))
            }
        }
    }
}

/// Parses a type. Returns None if the text is not a type.
pub(super) fn parse(text: &str) -> Option<Type> {
    let (ty, rest) = union(text.trim(), 0)?;
    rest.is_empty().then_some(ty)
}

/// Whether an invalid type was most likely meant as one, so that it must not be ignored as prose.
pub(super) fn resembles(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let first = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    let combined = ["oneof", "anyof", "allof", "one of", "any of", "all of"];
    BASES.contains(&first)
        || first == "array"
        || lower.contains(" | ")
        || combined.iter().any(|word| lower.starts_with(word))
}

fn union(text: &str, depth: usize) -> Option<(Type, &str)> {
    let (first, mut rest) = single(text, depth)?;
    let mut parts = vec![first];
    while let Some(more) = rest.strip_prefix(" | ") {
        let (part, after) = single(more, depth)?;
        if !parts.contains(&part) {
            parts.push(part);
        }
        rest = after;
    }
    let ty = if parts.len() == 1 { parts.pop()? } else { Type::Union(parts) };
    Some((ty, rest))
}

fn single(text: &str, depth: usize) -> Option<(Type, &str)> {
    if let Some(inner) = text.strip_prefix("array[") {
        if depth >= MAX_DEPTH {
            return None;
        }
        let (item, rest) = union(inner, depth + 1)?;
        return Some((Type::List(Box::new(item)), rest.strip_prefix(']')?));
    }
    let name = BASES.into_iter().find(|name| text.starts_with(name))?;
    let rest = text.get(name.len()..)?;
    let Some(inner) = rest.strip_prefix('(') else {
        return ends(rest).then(|| (Type::base(name), rest));
    };
    let (format, rest) = inner.split_once(')')?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.+/".contains(letter);
    let is_format = !format.is_empty() && format.len() <= 64 && format.chars().all(plain);
    (is_format && ends(rest))
        .then(|| (Type::Base { name: name.to_owned(), format: Some(format.to_owned()) }, rest))
}

/// Whether a type can end here: `integers` is not a type.
fn ends(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(']') || rest.starts_with(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_they_are_written() {
        for text in [
            "string",
            "integer(int32)",
            "array[object]",
            "array[string(date-time)]",
            "string | array[string]",
            "array[string | null]",
            "object | null",
            "array[array[number(double)]]",
        ] {
            assert_eq!(parse(text).map(|ty| ty.to_string()).as_deref(), Some(text));
        }
        assert_eq!(parse("string | string").map(|ty| ty.to_string()).as_deref(), Some("string"));
    }

    #[test]
    fn prose_is_no_type() {
        for text in
            ["", "optional", "strings", "string or null", "array[]", "array[string", "string()", "string |"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"array[".repeat(100_000)), None);
    }

    #[test]
    fn what_was_meant_as_a_type_is_told_from_prose() {
        assert!(["oneOf", "string or null", "array[Pet]", "Pet | null"].iter().all(|text| resembles(text)));
        assert!(!["optional", "default", "deprecated", "e.g. a string"].iter().any(|text| resembles(text)));
    }
}
