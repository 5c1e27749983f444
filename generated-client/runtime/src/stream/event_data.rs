//! Decodes the data of a server-sent event.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Decodes the data of an event, given its name and id.
pub(crate) type ReadData<T> = fn(&str, Option<&str>, Option<&str>) -> Result<T, serde_json::Error>;

/// Decodes data as JSON. `T` may also describe the whole event, as an object with `event`, `id` and `data`.
pub(crate) fn json_data<T: DeserializeOwned>(
    data: &str,
    event: Option<&str>,
    id: Option<&str>,
) -> Result<T, serde_json::Error> {
    serde_json::from_str(data).or_else(|error| {
        let inner: Value = serde_json::from_str(data).unwrap_or_else(|_| data.into());
        let mut whole = json!({ "data": inner });
        for (key, value) in [("event", event), ("id", id)] {
            if let (Some(value), Some(object)) = (value, whole.as_object_mut()) {
                object.insert(key.to_owned(), value.into());
            }
        }
        match serde_json::from_value(whole) {
            Ok(read) if is_of_events::<T>() => Ok(read),
            _ => Err(error),
        }
    })
}

/// Returns whether `T`, which can be decoded from a whole event, describes events.
///
/// A type without required properties accepts any object, so it must reject some values of `data`.
fn is_of_events<T: DeserializeOwned>() -> bool {
    let takes = |object: Value| serde_json::from_value::<T>(object).is_ok();
    !takes(json!({}))
        || [json!(""), json!(0)]
            .into_iter()
            .any(|probe| takes(json!({ "no data": probe })) && !takes(json!({ "data": probe })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug, PartialEq)]
    struct Loose {
        text: Option<String>,
    }

    #[derive(serde::Deserialize, Debug, PartialEq)]
    struct Whole {
        event: Option<String>,
        data: Option<String>,
    }

    #[derive(serde::Deserialize, Debug, PartialEq)]
    struct Named {
        event: String,
        data: Option<Value>,
    }

    #[test]
    fn data_that_cannot_be_read_is_no_empty_value() {
        for data in [r#"{"text": 7, broken"#, r#"{"text": 7}"#, "words", "7"] {
            json_data::<Loose>(data, Some("a"), Some("1")).unwrap_err();
        }
        json_data::<std::collections::HashMap<String, u32>>("7", None, None).unwrap_err();
        assert_eq!(json_data::<Loose>("{}", None, None).unwrap(), Loose { text: None });
    }

    #[test]
    fn a_type_may_be_that_of_the_event() {
        let whole = json_data::<Whole>("words", Some("a"), None).unwrap();
        assert_eq!(whole, Whole { event: Some("a".to_owned()), data: Some("words".to_owned()) });
        let named = json_data::<Named>("7", Some("a"), None).unwrap();
        assert_eq!(named, Named { event: "a".to_owned(), data: Some(json!(7)) });
        json_data::<Named>("7", None, None).unwrap_err();
    }
}
