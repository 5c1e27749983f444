//! Shared runtime of the generated clients.
//!
//! A generated method passes its operation and its arguments to this crate, which does the rest:
//!
//! 1. [`ClientBuilder`] builds a [`Client`], which has the base URL and the credentials.
//! 2. [`Call`] collects the arguments of one call. A path argument becomes exactly one segment, or the call fails.
//! 3. A [`Transport`] sends the request: a `reqwest::Client`, or a fake in tests. [`RetryPolicy`] describes when a
//!    request is retried.
//! 4. The status alone, not the body, selects the [`ResponseCase`] of the [`Operation`] or of its errors.
//! 5. The result is a [`Response`] or an [`Error`]. Both keep the status and the headers.
//!
//! *Invariant:* a credential leaves this crate only in the header, query or cookie of a request to the configured
//! origin. It is not in `Debug`, `Display` or logs: if a response echoes it, it is redacted in the error.
//!
//! This is the only crate that names reqwest.

mod api;
mod auth;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
mod call;
mod client;
mod error;
mod interface;
mod operation;
mod pages;
mod platform;
mod request;
mod response;
mod retry;
mod send;
mod stream;
mod trace;
mod transport;

pub use api::{Api, Decoding, Environment, ErrorBody, Placement, SecurityScheme};
pub use auth::credential::Credential;
pub use auth::token_source::{TokenFuture, TokenSource};
pub use call::Call;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::error::BuildError;
pub use client::options::RequestOptions;
pub use error::{Error, ErrorKind};
pub use interface::requires_interface;
pub use operation::{Decoder, DocumentedError, Operation, ResponseCase, Route, Status, StreamOpener};
pub use pages::{NextPage, Pagination, Paginator};
pub use request::body::Body;
pub use request::multipart::{Part, Parts};
pub use request::style::Style;
pub use response::decode::{DecodeError, read_bytes, read_empty, read_json, read_unlabelled_json};
pub use response::headers::{ResponseHeaders, header_value, header_values};
pub use response::rate_limit::RateLimit;
pub use response::text::read_text;
pub use response::{RawResponse, Response};
pub use retry::RetryPolicy;
pub use stream::byte_stream::{ByteStream, StreamingResponse};
pub use stream::error::StreamError;
pub use stream::event::Event;
pub use stream::events::{Events, Lines, open_bytes, open_events, open_lines, open_text_events};
pub use transport::body::ResponseBody;
pub use transport::{CallInfo, Transport, TransportError, TransportFuture, TransportPhase};

pub use ::bytes::Bytes;
pub use http::{self, HeaderMap, Method, StatusCode, header};
pub use reqwest;
pub use secrecy::{ExposeSecret, SecretString};
