//! A case, as it stands in a file of `tests/protocol`. A key that is not here is rejected.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// Cases of one API.
#[derive(Debug)]
pub(crate) struct Suite {
    pub(crate) common: Common,
    pub(crate) cases: Vec<Case>,
}

/// What holds for all cases of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Common {
    /// The folder under `spec`.
    pub(crate) api: String,
    /// By scheme, for cases that have none of their own.
    #[serde(default)]
    pub(crate) credentials: BTreeMap<String, String>,
    /// What these credentials make: headers of each request, in cases that have no credentials of their own.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Values>,
}

/// One call, what it sends, and its outcome.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// `file:line:column`. It is filled in when the file is read.
    #[serde(skip)]
    pub(crate) place: String,
    pub(crate) id: String,
    /// What the case shows, in a sentence.
    pub(crate) documentation: String,
    /// The `operationId`.
    pub(crate) operation: String,
    /// The method, where it is not named like the operation.
    pub(crate) method: Option<String>,
    /// By their names in Rust.
    #[serde(default)]
    pub(crate) arguments: Map<String, Value>,
    /// By scheme, in place of those of the file.
    pub(crate) credentials: Option<BTreeMap<String, String>>,
    /// The setting of the builder.
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) request: Option<Sent>,
    pub(crate) response: Option<Received>,
    /// In place of `request` and `response`, where a call makes several requests.
    #[serde(default)]
    pub(crate) exchanges: Vec<Exchange>,
    /// How many requests there are. Not said: one for a success, one or more for an error.
    pub(crate) requests: Option<usize>,
    /// The value, encoded back.
    #[serde(default, deserialize_with = "some")]
    pub(crate) decoded: Option<Value>,
    /// The values of a stream or of pages: `item` or `error`, and what else an event has.
    pub(crate) items: Option<Vec<Value>>,
    pub(crate) error: Option<Failed>,
    /// The error's text, where no byte is sent.
    pub(crate) unsent: Option<String>,
    /// `Debug` of the typed headers. Not said: none of them is there.
    pub(crate) typed_headers: Option<String>,
}

/// One of several requests, and its response.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exchange {
    pub(crate) request: Sent,
    pub(crate) response: Received,
}

/// A request, all of it: a header that is neither here nor common to all requests must not be there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sent {
    pub(crate) method: String,
    /// As it is sent, that of the base URL included.
    pub(crate) path: String,
    /// As it is sent. Not said: none.
    pub(crate) query: Option<String>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Values>,
    pub(crate) body: Option<Content>,
}

/// A response, down to the byte.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Received {
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Values>,
    pub(crate) body: Option<Content>,
    /// How many bytes of the body arrive before the connection ends.
    pub(crate) cut_after: Option<usize>,
}

/// A body, in one of several notations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Content {
    /// The `Content-Type`. Not said: there is none.
    pub(crate) media_type: Option<String>,
    #[serde(default, deserialize_with = "some")]
    pub(crate) json: Option<Value>,
    pub(crate) text: Option<String>,
    pub(crate) base64: Option<String>,
    /// Server-sent events, each with this JSON for its data.
    pub(crate) events: Option<Vec<Value>>,
    /// JSON, a line each.
    pub(crate) lines: Option<Vec<Value>>,
    /// The parts of a multipart body.
    pub(crate) parts: Option<Vec<Part>>,
    /// Whether a request has it in chunks, rather than with a length.
    #[serde(default)]
    pub(crate) chunked: bool,
}

/// A part of a multipart body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// The lines of its head.
    pub(crate) head: Vec<String>,
    pub(crate) text: String,
}

/// An error. What is not said must not be there.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failed {
    /// The `ErrorKind`.
    pub(crate) kind: String,
    pub(crate) status: Option<u16>,
    /// `Debug` of the operation's documented error: its variant, and the value.
    pub(crate) documented: Option<String>,
    /// The header's codes, then the body's.
    #[serde(default)]
    pub(crate) codes: Vec<String>,
    pub(crate) message: Option<String>,
    /// What the error was caused by, in its words.
    pub(crate) reason: Option<String>,
    /// What it keeps of the body. Not said: the beginning of what came.
    pub(crate) body: Option<String>,
}

/// A header's fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Values {
    One(String),
    Several(Vec<String>),
}

impl Values {
    pub(crate) fn all(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Several(values) => values,
        }
    }
}

impl Case {
    /// The method that is called.
    pub(crate) fn method(&self) -> String {
        self.method.clone().unwrap_or_else(|| self.operation.replace('-', "_"))
    }

    /// The requests that are expected, the last of which may come again.
    pub(crate) fn sent(&self) -> Vec<&Sent> {
        self.request.iter().chain(self.exchanges.iter().map(|exchange| &exchange.request)).collect()
    }

    /// The responses that are given, the last of them to all that follow.
    pub(crate) fn responses(&self) -> Vec<&Received> {
        self.response.iter().chain(self.exchanges.iter().map(|exchange| &exchange.response)).collect()
    }
}

/// A value that is there, null included.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
