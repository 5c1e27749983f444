//! Serializes the values of parameters ([OpenAPI 3.0, style values][spec]).
//!
//! A value is first converted to JSON: a scalar, an array of scalars, or an object of scalars. Parts that are nested
//! deeper than the style supports are written as JSON.
//!
//! [spec]: https://spec.openapis.org/oas/v3.0.3#style-values

mod query;

use std::borrow::Cow;

use serde_json::Value;

pub(crate) use query::in_query;

/// How a value is serialized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`; exploded objects `k=v,k=v`.
    Simple {
        /// Whether keys and values are joined by `=`.
        explode: bool,
    },
    /// `.a.b`.
    Label {
        /// Whether dots separate the values.
        explode: bool,
    },
    /// `;name=a,b`.
    Matrix {
        /// Whether each value has the name.
        explode: bool,
    },
    /// `name=a&name=b`, or `name=a,b`.
    Form {
        /// Whether each value has the name.
        explode: bool,
    },
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name[key]=value`.
    DeepObject,
    /// The value as JSON.
    Json,
}

/// The largest double up to which all integers are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Returns a scalar as text, anything else as JSON. An integral number has no fraction, because many servers reject
/// `5.0` for `5`.
pub(crate) fn scalar(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        Value::Number(number) if number.is_f64() => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() <= EXACT => (float as i64).to_string().into(),
            _ => number.to_string().into(),
        },
        other => other.to_string().into(),
    }
}

/// Returns the scalars of an array, the keys and values of an object, or one scalar. Null items are omitted.
fn items(value: &Value) -> Vec<(Option<&str>, Cow<'_, str>)> {
    match value {
        Value::Array(items) => {
            items.iter().filter(|item| !item.is_null()).map(|item| (None, scalar(item))).collect()
        }
        Value::Object(fields) => {
            let given = fields.iter().filter(|(_, field)| !field.is_null());
            given.map(|(key, field)| (Some(key.as_str()), scalar(field))).collect()
        }
        other => vec![(None, scalar(other))],
    }
}

/// Joins items: `k,v,k,v`, or `k=v,k=v` if `pairs` is set.
fn joined(value: &Value, separator: &str, pairs: bool, encode: impl Fn(&str) -> String) -> String {
    if !value.is_array() && !value.is_object() {
        return encode(&scalar(value));
    }
    let join = if pairs { "=" } else { separator };
    let text = |(key, item): (Option<&str>, Cow<'_, str>)| match key {
        Some(key) => format!("{}{join}{}", encode(key), encode(&item)),
        None => encode(&item),
    };
    items(value).into_iter().map(text).collect::<Vec<_>>().join(separator)
}

/// Returns the encoded text that replaces `{name}` in a path.
pub(crate) fn in_path(
    style: Style,
    name: &str,
    value: &Value,
    encode: impl Fn(&str) -> String + Copy,
) -> String {
    match style {
        Style::Json => encode(&value.to_string()),
        Style::Label { explode } => {
            let separator = if explode { "." } else { "," };
            format!(".{}", joined(value, separator, explode, encode))
        }
        Style::Matrix { explode: true } => {
            let item = |(key, item): (Option<&str>, Cow<'_, str>)| {
                format!(";{}={}", encode(key.unwrap_or(name)), encode(&item))
            };
            items(value).into_iter().map(item).collect()
        }
        Style::Matrix { explode: false } => {
            format!(";{}={}", encode(name), joined(value, ",", false, encode))
        }
        Style::Simple { explode } => joined(value, ",", explode, encode),
        _ => joined(value, ",", false, encode),
    }
}

/// Returns the separator of items if an item contains it and is not encoded separately, so that the two cannot be
/// distinguished.
pub(crate) fn ambiguous(style: Style, value: &Value) -> Option<char> {
    let (separator, is_paired) = match style {
        Style::SpaceDelimited => (' ', false),
        Style::PipeDelimited => ('|', false),
        Style::Form { explode: false } => (',', false),
        Style::Simple { explode } => (',', explode),
        Style::Label { explode: true } => ('.', false),
        _ => return None,
    };
    let is_list = value.is_array() || value.is_object();
    let found = |(key, item): (Option<&str>, Cow<'_, str>)| {
        let key = key.unwrap_or_default();
        let is_cut = key.contains(separator) || item.contains(separator);
        is_cut.then_some(separator).or((is_paired && key.contains('=')).then_some('='))
    };
    if is_list { items(value).into_iter().find_map(found) } else { None }
}

/// Returns the items of an array or object joined by commas, each encoded separately, if the style of a query is so.
pub(crate) fn with_commas(style: Style, value: &Value, encode: impl Fn(&str) -> String) -> Option<String> {
    let is_list = value.is_object() || value.as_array().is_some_and(|items| !items.is_empty());
    (is_list && style == Style::Form { explode: false }).then(|| joined(value, ",", false, encode))
}

/// Returns the value of a header.
pub(crate) fn in_header(style: Style, value: &Value) -> String {
    match style {
        Style::Json => value.to_string(),
        Style::Simple { explode } => joined(value, ",", explode, str::to_owned),
        _ => joined(value, ",", false, str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn path(style: Style, value: Value) -> String {
        in_path(style, "color", &value, str::to_owned)
    }

    fn query(style: Style, value: Value) -> String {
        let pairs = in_query(style, "color", &value);
        pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// The examples of the specification, except those it does not define.
    #[test]
    fn the_examples_of_the_specification_come_out() {
        let list = || json!(["blue", "black", "brown"]);
        let object = || json!({"R": 100, "G": 200, "B": 150});
        assert_eq!(path(Style::Matrix { explode: false }, json!("blue")), ";color=blue");
        assert_eq!(path(Style::Matrix { explode: false }, list()), ";color=blue,black,brown");
        assert_eq!(path(Style::Matrix { explode: false }, object()), ";color=R,100,G,200,B,150");
        assert_eq!(path(Style::Matrix { explode: true }, list()), ";color=blue;color=black;color=brown");
        assert_eq!(path(Style::Matrix { explode: true }, object()), ";R=100;G=200;B=150");
        assert_eq!(path(Style::Label { explode: false }, list()), ".blue,black,brown");
        assert_eq!(path(Style::Label { explode: true }, list()), ".blue.black.brown");
        assert_eq!(path(Style::Label { explode: true }, object()), ".R=100.G=200.B=150");
        assert_eq!(path(Style::Simple { explode: false }, list()), "blue,black,brown");
        assert_eq!(path(Style::Simple { explode: false }, object()), "R,100,G,200,B,150");
        assert_eq!(path(Style::Simple { explode: true }, object()), "R=100,G=200,B=150");
        assert_eq!(query(Style::Form { explode: false }, list()), "color=blue,black,brown");
        assert_eq!(query(Style::Form { explode: false }, object()), "color=R,100,G,200,B,150");
        assert_eq!(query(Style::Form { explode: true }, list()), "color=blue&color=black&color=brown");
        assert_eq!(query(Style::Form { explode: true }, object()), "R=100&G=200&B=150");
        assert_eq!(query(Style::SpaceDelimited, list()), "color=blue black brown");
        assert_eq!(query(Style::PipeDelimited, list()), "color=blue|black|brown");
        assert_eq!(query(Style::DeepObject, object()), "color[R]=100&color[G]=200&color[B]=150");
    }

    #[test]
    fn whole_number_has_no_fraction() {
        for (number, text) in [
            (5.0, "5"),
            (-0.0, "0"),
            (-7.0, "-7"),
            (0.1, "0.1"),
            (1e15, "1000000000000000"),
            (1e300, "1e+300"),
        ] {
            assert_eq!(path(Style::Simple { explode: false }, json!(number)), text);
            assert_eq!(query(Style::Form { explode: true }, json!(number)), format!("color={text}"));
        }
    }

    #[test]
    fn array_in_brackets_is_numbered() {
        assert_eq!(query(Style::DeepObject, json!(["x", null, "y"])), "color[0]=x&color[1]=y");
        let items = json!([{"price": "p", "taxes": ["a", "b"]}, {"price": "q", "of": [{"z": 1}]}]);
        assert_eq!(
            query(Style::DeepObject, items),
            "color[0][price]=p&color[0][taxes]=a&color[0][taxes]=b&color[1][price]=q&color[1][of][0][z]=1"
        );
    }

    #[test]
    fn empty_array_is_not_sent() {
        for style in [
            Style::Form { explode: false },
            Style::Form { explode: true },
            Style::PipeDelimited,
            Style::DeepObject,
        ] {
            assert_eq!(query(style, json!([])), "");
            assert_eq!(with_commas(style, &json!([]), str::to_owned), None);
        }
    }

    #[test]
    fn a_list_in_an_exploded_object_repeats_its_name() {
        let pageable = json!({"page": 0, "sort": ["name,asc", "id,desc"], "none": [null], "at": {"a": 1}});
        assert_eq!(
            query(Style::Form { explode: true }, pageable),
            r#"page=0&sort=name,asc&sort=id,desc&at={"a":1}"#
        );
        let filter = json!({"ids": [1, null, 2], "range": {"from": ["x"]}});
        assert_eq!(query(Style::DeepObject, filter), "color[ids]=1&color[ids]=2&color[range][from]=x");
    }

    #[test]
    fn an_item_with_a_separator_is_found() {
        let simple = |explode| Style::Simple { explode };
        for (style, value, found) in [
            (simple(false), json!(["a,b", "c"]), Some(',')),
            (simple(false), json!("a,b"), None),
            (simple(false), json!(["a=b"]), None),
            (simple(true), json!({"a=b": "c"}), Some('=')),
            (simple(true), json!({"a": "b=c"}), None),
            (Style::Form { explode: false }, json!({"a": "b,c"}), Some(',')),
            (Style::Form { explode: true }, json!(["a,b"]), None),
            (Style::Label { explode: true }, json!([1.5]), Some('.')),
            (Style::Label { explode: false }, json!([1.5]), None),
        ] {
            assert_eq!(ambiguous(style, &value), found, "{style:?} {value}");
        }
    }
}
