//! The built clients against a real HTTP server on loopback, a module for each concern.
//!
//! All tests are one process: a test that needs an environment or a subscriber of its own runs in a child process.

mod attempts;
mod decoding;
mod encodings;
mod environment;
mod errors;
mod example;
mod exchanges;
mod faults;
mod http2;
mod invitations;
mod layers;
mod limits;
mod logs;
mod malformed;
mod media_types;
mod pages;
mod passwords;
mod plain_http;
mod protocol;
mod proxies;
mod readme;
mod redirects;
mod retries;
mod route;
mod secrets;
mod sent_bytes;
mod settings;
mod streams;
mod success;
mod support;
mod tokens;
mod traces;
mod traits;
mod wrong_values;
