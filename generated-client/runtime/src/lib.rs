//! What every generated client stands on.
//!
//! A generated method names its operation and hands over its arguments; everything that is the same for every
//! operation is here, once:
//!
//! 1. [`Client`] knows where the API is and holds the credential. [`ClientBuilder`] makes one.
//! 2. [`Call`] collects the arguments of one call. A path argument becomes exactly one segment, or is refused.
//! 3. The request goes through a [`Transport`]: a `reqwest::Client`, or whatever a test puts in its place. It is sent again
//!    where that is safe: [`RetryPolicy`] says when.
//! 4. The status picks the [`ResponseCase`] of the [`Operation`] or of its errors; the shape of the body never does.
//! 5. Out comes a [`Response`] or an [`Error`]. Both keep status and headers.
//!
//! *Invariant:* the credential leaves this crate only in the header, query or cookie of a request to the configured
//! origin. It is in no `Debug`, no `Display`, no log: what an error holds of a reply that echoes it is redacted.
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
