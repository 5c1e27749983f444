//! Response bodies that are read as they arrive.

pub(crate) mod byte_stream;
pub(crate) mod error;
pub(crate) mod event;
mod event_data;
mod event_framing;
pub(crate) mod events;
mod framing;
#[cfg(test)]
mod framing_tests;
mod line_buffer;
mod line_framing;
