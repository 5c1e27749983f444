//! Sends a call, including retries and redirects, and returns its response or failure.

mod attempt;
mod build;
mod execute;
mod failure;
mod receive;
mod redirect;
mod refresh_token;

use http::StatusCode;

use crate::client::options::RequestOptions;
use crate::operation::{Resolved, Route};
use crate::request::arguments::Arguments;

pub(crate) use build::target;
pub(crate) use execute::{Executed, execute};
pub(crate) use failure::{documented_error, undecodable, undocumented_status};
pub(crate) use receive::Received;

/// A call without the types of its operation.
pub(crate) struct RequestContext<'a> {
    pub(crate) route: &'a Route,
    pub(crate) arguments: &'a Arguments,
    pub(crate) options: &'a RequestOptions,
    /// Returns how the operation documents a status.
    pub(crate) resolve: &'a (dyn Fn(StatusCode) -> Resolved + Sync),
}
