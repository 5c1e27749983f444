//! The built client is called against a real HTTP server on loopback: what a test sees is bytes, not what a mock was
//! told to expect.
//!
//! - [`Server`] accepts connections, counts them, keeps every request as it came and gives the [`TestResponse`] of the test.
//! - [`TestResponse`] is the bytes of a response, and how the connection ends: it stays open, is closed, is reset, or becomes silent.
//! - [`calls`] makes clients for a server and calls the API with them, so that a test names only what it is about.
//! - [`bodies`] holds bodies as the API writes them.
//!
//! The tests are grouped by concern, a module each, under `tests/it/`.

pub mod bodies;
pub mod calls;
mod child;
mod request;
mod response;
mod server;

pub use child::{Finished, example, is_alone, one_test, without_settings};
pub use request::Request;
pub use response::TestResponse;
pub use server::Server;

/// The examples of the guides compile.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/quick-start.md")]
#[doc = include_str!("../../../docs/retries.md")]
#[doc = include_str!("../../../docs/testing.md")]
pub struct Guides;
