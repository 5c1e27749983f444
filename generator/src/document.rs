//! Documents as plain data, with what every phase needs to know about them. Everything else depends on this module.

mod hidden;
pub(crate) mod key_context;
mod media_type;
mod node;
pub mod openapi;
mod read_tracker;
mod sources;
mod version;

pub use hidden::is_hidden;
pub use node::{Node, Object, Span, Value, pointer_segment};
pub(crate) use read_tracker::ReadTracker;
pub use sources::{Location, SourceFile, Sources};
pub use version::Version;
