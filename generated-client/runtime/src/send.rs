//! From a call to its response, in as many requests as it takes.

pub(crate) mod build;
pub(crate) mod execute;
mod outcome;
pub(crate) mod redirect;
