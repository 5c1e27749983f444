//! Passes over the client crate, a kind of item a file.

pub(super) mod client_struct;
pub(super) mod error_enums;
pub(super) mod headers;
pub(super) mod methods;
pub(super) mod operation_static;
pub(super) mod options;
pub(super) mod pagers;
pub(super) mod recipe;
