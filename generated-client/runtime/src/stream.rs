//! Response bodies that are read as they arrive.

pub(crate) mod byte_stream;
mod event_data;
pub(crate) mod events;
mod framing;
#[cfg(test)]
mod framing_tests;
mod line_buffer;
mod lines;
