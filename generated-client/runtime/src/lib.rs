//! What every generated client stands on.
//!
//! A generated method names its operation and hands over its arguments; everything that is the same for every
//! operation is here, once:
//!
//! 1. [`Client`] knows where the API is and holds the credential. [`ClientBuilder`] makes one.
//! 2. [`Call`] collects the arguments of one call. A path argument becomes exactly one segment, or is refused.
//! 3. The request goes through a [`Transport`]: a `reqwest::Client`, or whatever a test puts in its place. It is sent again
//!    where that is safe: [`RetryPolicy`] says when.
//! 4. The status picks the [`Case`] of the [`Operation`] or of its errors; the shape of the body never does.
//! 5. Out comes a [`Reply`] or an [`Error`]. Both keep status and headers.
//!
//! *Invariant:* the credential leaves this crate only in the header, query or cookie of a request to the configured
//! origin. It is in no `Debug`, no `Display`, no log: what an error holds of a reply that echoes it is redacted.
//!
//! This is the only crate that names reqwest.

mod address;
mod api;
mod arguments;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
mod body;
mod buffer;
mod build_error;
mod builder;
mod call;
mod chunks;
mod client;
mod codes;
mod credential;
mod deadline;
mod decode;
mod environment;
mod error;
mod event_data;
mod events;
mod exchange;
mod finite;
mod framing;
#[cfg(test)]
mod framing_tests;
mod headers;
mod held;
mod interface;
mod limits;
mod line;
mod lines;
mod operation;
mod pages;
mod parts;
#[cfg(not(target_arch = "wasm32"))]
mod reader;
mod redact;
mod redacted;
mod redirect;
mod refused;
mod reply;
mod request;
mod retry;
mod route;
mod settings;
mod stream;
mod style;
mod text;
mod token;
mod trace;
mod transport;

pub use api::{Api, Decoding, Environment, ErrorBody, Placement, SecurityScheme};
pub use body::Body;
pub use build_error::BuildError;
pub use builder::ClientBuilder;
pub use call::Call;
pub use client::Client;
pub use credential::Credential;
pub use decode::{DecodeError, read_bytes, read_empty, read_json, read_unlabelled_json};
pub use error::{DocumentedError, Error, ErrorKind};
pub use events::{Event, Events, Lines, open_bytes, open_events, open_lines, open_text_events};
pub use headers::{TypedHeaders, header_value, header_values};
pub use interface::requires_interface;
pub use limits::RateLimit;
pub use operation::{Case, Decode, Open, Operation, Route, Status};
pub use pages::{NextPage, Pages, Paging};
pub use parts::{Part, Parts};
pub use reply::{RawReply, Reply};
pub use retry::RetryPolicy;
pub use settings::CallSettings;
pub use stream::{ByteStream, OpenReply, StreamError};
pub use style::Style;
pub use text::read_text;
pub use token::{TokenFuture, TokenSource};
pub use transport::{CallInfo, Transport, TransportError, TransportFuture, TransportPhase};

pub use ::bytes::Bytes;
pub use reqwest;
pub use reqwest::header::{self, HeaderMap};
pub use reqwest::{Method, StatusCode};
pub use secrecy::{ExposeSecret, SecretString};
