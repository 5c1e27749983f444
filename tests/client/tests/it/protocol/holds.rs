//! Whether a client accepts a response that has more in it than the document describes.

use serde_json::Value;

use crate::protocol::case::Received;
use crate::protocol::check;
use crate::protocol::outcome::{Outcome, Seen};
use crate::protocol::places::{NEW, NEW_NUMBER};

/// What must come of a response that was changed.
#[derive(Debug)]
pub(crate) enum Expected {
    /// The same, but for what was added.
    Same,
    /// The same, with a value that was not known before in place of one that was.
    Instead(Value),
    /// The same, with an unknown value among the codes or in the typed headers.
    Header,
    /// An error that keeps all of the response.
    Undocumented(u16),
}

/// Compares the outcome of a changed response with that of the original.
pub(crate) fn holds(
    as_it_was: &Outcome,
    found: &Outcome,
    expected: &Expected,
    responses: &[Received],
) -> Result<(), String> {
    let mut wrong = Vec::new();
    if let [response] = responses {
        check::headers(found, response, &mut wrong);
        if let Seen::Failed(error) = &found.seen {
            check::kept(error, Some(response), &mut wrong);
        }
    }
    let same_headers = as_it_was.typed_headers == found.typed_headers;
    let is_fine = match (expected, &as_it_was.seen, &found.seen) {
        (Expected::Same, old, new) => same_headers && is_same(old, new),
        (Expected::Instead(was), old, new) => same_headers && is_kept(was, old, new),
        (Expected::Header, Seen::Failed(old), Seen::Failed(new)) => {
            let shown = format!("{:?} {}", new.said.codes, found.typed_headers);
            old.said.documented == new.said.documented && shown.contains(NEW)
        }
        (Expected::Header, old, new) => old == new && found.typed_headers.contains(NEW),
        (Expected::Undocumented(status), _, Seen::Failed(error)) => {
            let said = &error.said;
            said.kind == "UndocumentedStatus" && said.status == Some(*status) && error.body.is_some()
        }
        (Expected::Undocumented(status), _, Seen::Items(items)) => {
            let last = items.last().and_then(|item| item.get("error")?.as_str()).unwrap_or_default();
            last.contains(&status.to_string()) && last.contains("does not document")
        }
        (Expected::Undocumented(_), _, Seen::Decoded(_)) => false,
    };
    if !is_fine {
        wrong.push(format!("it comes to {:?}\n    and not {:?}", found.seen, as_it_was.seen));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n  ")) }
}

fn is_same(old: &Seen, new: &Seen) -> bool {
    match (old, new) {
        (Seen::Decoded(old), Seen::Decoded(new)) => without_added(new, old) == *old,
        (Seen::Items(old), Seen::Items(new)) => {
            new.len() == old.len() && new.iter().zip(old).all(|(new, old)| without_added(new, old) == *old)
        }
        (Seen::Failed(old), Seen::Failed(new)) => old.said == new.said,
        _ => false,
    }
}

/// A value without what a change may add to it: the new field, and nulls.
fn without_added(new: &Value, old: &Value) -> Value {
    match (new, old) {
        (Value::Object(new), Value::Object(old)) => new
            .iter()
            .filter(|(name, value)| old.contains_key(*name) || !(*name == NEW || value.is_null()))
            .map(|(name, value)| (name.clone(), without_added(value, old.get(name).unwrap_or(&Value::Null))))
            .collect(),
        (Value::Array(new), Value::Array(old)) if new.len() == old.len() => {
            new.iter().zip(old).map(|(new, old)| without_added(new, old)).collect()
        }
        (new, _) => new.clone(),
    }
}

/// Whether an unknown value was kept, and everything else as it was.
fn is_kept(was: &Value, old: &Seen, new: &Seen) -> bool {
    let unknown = if was.is_number() { NEW_NUMBER.to_string() } else { Value::from(NEW).to_string() };
    match (old, new) {
        (Seen::Decoded(old), Seen::Decoded(new)) => is_put_back(&unknown, was, old, new),
        (Seen::Items(old), Seen::Items(new)) => {
            is_put_back(&unknown, was, &old.clone().into(), &new.clone().into())
        }
        (Seen::Failed(old), Seen::Failed(new)) => {
            let documented = new.said.documented.as_deref().unwrap_or_default();
            new.said.kind == old.said.kind && documented.contains(unknown.as_str())
        }
        _ => false,
    }
}

fn is_put_back(unknown: &str, was: &Value, old: &Value, new: &Value) -> bool {
    let text = new.to_string();
    let put_back = text.replacen(unknown, &was.to_string(), 1);
    text != put_back && serde_json::from_str::<Value>(&put_back).is_ok_and(|value| value == *old)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn seen(value: Value) -> Seen {
        Seen::Decoded(value)
    }

    #[test]
    fn only_what_was_added_may_be_new() {
        let old = seen(json!({"a": {"b": 1}, "c": null}));
        for new in [json!({"a": {"b": 1, NEW: [1]}, "c": null}), json!({"a": {"b": 1}, "c": null, "d": null})]
        {
            assert!(is_same(&old, &seen(new)));
        }
        for new in
            [json!({"a": {"b": 1}}), json!({"a": {"b": 2}, "c": null}), json!({"a": {}, "c": null, "d": 1})]
        {
            assert!(!is_same(&old, &seen(new)));
        }
        assert!(!is_same(&old, &Seen::Items(Vec::new())));
    }

    #[test]
    fn unknown_value_is_kept_in_place() {
        let old = seen(json!({"a": "red", "b": "x"}));
        assert!(is_kept(&json!("red"), &old, &seen(json!({"a": NEW, "b": "x"}))));
        for new in
            [json!({"b": "x"}), json!({"a": "", "b": "x"}), json!({"a": "red", "b": "x"}), json!({"a": NEW})]
        {
            assert!(!is_kept(&json!("red"), &old, &seen(new)));
        }
        assert!(is_kept(&json!(1), &seen(json!([1])), &seen(json!([NEW_NUMBER]))));
    }
}
