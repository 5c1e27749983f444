//! Helpers of the framing tests.

use crate::stream::framing::{Framing, Next};
use crate::stream::line_buffer::Buffer;

/// The largest item, in bytes.
pub(crate) const LIMIT: usize = 400;

/// Returns the items of a text that arrives in pieces of some length.
pub(crate) fn items<F: Framing>(mut framing: F, text: &str, piece: usize) -> Vec<Result<F::Item, String>> {
    let mut buffer = Buffer::new(LIMIT);
    let mut found = Vec::new();
    let pieces = text.as_bytes().chunks(piece).map(Some).chain([None]);
    for piece in pieces {
        match piece {
            Some(piece) => buffer.push(piece),
            None => buffer.end(),
        }
        loop {
            match framing.next(&mut buffer) {
                Next::Item(item) => found.push(item.map_err(|error| error.to_string())),
                Next::More => break,
                Next::Over => return found,
            }
            if found.last().is_some_and(|item| matches!(item, Err(text) if !text.contains("cannot be"))) {
                return found;
            }
        }
    }
    found
}
