//! Buffers a body that is read item by item, and splits it into lines.

use bytes::{Buf, Bytes, BytesMut};

use crate::stream::error::StreamError;

/// The bytes that have arrived and are not yet part of an item.
pub(crate) struct Buffer {
    bytes: BytesMut,
    /// The number of bytes that are known not to end a line.
    scanned: usize,
    /// Whether a line feed would belong to the previous line.
    is_after_return: bool,
    /// Whether no more will arrive.
    at_end: bool,
    /// The maximum size of an item, in bytes.
    limit: usize,
}

/// A line, without its end.
pub(crate) struct Line {
    pub(crate) text: Bytes,
    /// The byte that ended the line. The last line may have none.
    pub(crate) end: Option<u8>,
}

impl Buffer {
    pub(crate) fn new(limit: usize) -> Self {
        Self { bytes: BytesMut::new(), scanned: 0, is_after_return: false, at_end: false, limit }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
    }

    /// Marks the end of the body.
    pub(crate) fn end(&mut self) {
        self.at_end = true;
    }

    /// Returns whether no more will arrive.
    pub(crate) fn at_end(&self) -> bool {
        self.at_end
    }

    /// Drops leading whitespace and returns the first byte after it.
    pub(crate) fn first(&mut self) -> Option<u8> {
        let blanks = self.bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.bytes.advance(blanks);
        self.bytes.first().copied()
    }

    /// Takes a line, or returns `None` if more has to arrive.
    ///
    /// `held` is the number of bytes of the same item that the caller already has. Fails if the item exceeds the limit.
    pub(crate) fn line(
        &mut self,
        held: usize,
        mut is_end: impl FnMut(u8) -> bool,
    ) -> Result<Option<Line>, StreamError> {
        if self.is_after_return && !self.bytes.is_empty() {
            self.is_after_return = false;
            if self.bytes.starts_with(b"\n") {
                self.bytes.advance(1);
            }
        }
        let rest = self.bytes.get(self.scanned..).unwrap_or_default();
        let end = rest.iter().position(|byte| is_end(*byte)).map(|end| self.scanned + end);
        let length = end.unwrap_or(self.bytes.len());
        if held.saturating_add(length) > self.limit {
            return Err(StreamError::TooLarge { limit: self.limit });
        }
        if end.is_none() && (!self.at_end || length == 0) {
            self.scanned = length;
            return Ok(None);
        }
        self.scanned = 0;
        let text = self.bytes.split_to(length).freeze();
        let end = end.and_then(|_| self.bytes.first().copied());
        if end.is_some() {
            self.is_after_return = end == Some(b'\r');
            self.bytes.advance(1);
        }
        Ok(Some(Line { text, end }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_looked_at_once() {
        let mut buffer = Buffer::new(usize::MAX);
        let looked = std::cell::Cell::new(0);
        let is_end = |byte| {
            looked.set(looked.get() + 1);
            byte == b'\n'
        };
        for _ in 0..1000 {
            buffer.push(&[b'1'; 100]);
            assert!(buffer.line(0, is_end).unwrap().is_none());
        }
        buffer.push(b"\n2");
        assert_eq!(buffer.line(0, is_end).unwrap().unwrap().text.len(), 100_000);
        assert!(buffer.line(0, is_end).unwrap().is_none());
        assert_eq!(looked.get(), 100_002);
    }
}
