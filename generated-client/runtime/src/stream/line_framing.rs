//! Splits a body into JSON values: one per line, or one per record.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::stream::error::{StreamError, unreadable};
use crate::stream::framing::{Framing, Next};
use crate::stream::line_buffer::{Buffer, Line};

/// The byte that begins each record of a JSON text sequence
/// ([RFC 7464, section 2.2](https://www.rfc-editor.org/rfc/rfc7464#section-2.2)). It never occurs in JSON.
const SEPARATOR: u8 = 0x1e;

/// Splits a body into values. Its first byte determines the format, not the media type.
pub(crate) struct LineFraming<T> {
    cut: Option<Cut>,
    item: PhantomData<fn() -> T>,
}

/// The end of a value.
enum Cut {
    /// A line feed.
    Lines,
    /// The end of a record.
    Records(Record),
}

/// The nesting state after the bytes of a record so far.
#[derive(Default)]
struct Record {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    has_value: bool,
}

impl<T> LineFraming<T> {
    pub(crate) fn new() -> Self {
        Self { cut: None, item: PhantomData }
    }
}

impl<T: DeserializeOwned> Framing for LineFraming<T> {
    type Item = T;

    fn next(&mut self, buffer: &mut Buffer) -> Next<T> {
        loop {
            let line = match &mut self.cut {
                Some(Cut::Lines) => buffer.line(0, |byte| byte == b'\n'),
                Some(Cut::Records(record)) => buffer.line(0, |byte| record.is_ended_by(byte)),
                None => {
                    let Some(first) = buffer.first() else { return Next::More };
                    let is_sequence = first == SEPARATOR;
                    self.cut = Some(if is_sequence { Cut::Records(Record::default()) } else { Cut::Lines });
                    continue;
                }
            };
            let Line { text, end } = match line {
                Ok(Some(line)) => line,
                Ok(None) => return Next::More,
                Err(error) => return Next::Item(Err(error)),
            };
            let json = text.trim_ascii();
            if json.is_empty() {
                continue;
            }
            let is_record = matches!(self.cut, Some(Cut::Records(_)));
            return Next::Item(match serde_json::from_slice(json) {
                Ok(_) if is_record && may_be_cut(&text, end) => Err(cut_record(json, end)),
                Ok(item) => Ok(item),
                Err(_) if end.is_none() && is_beginning(json) => Err(StreamError::Cut),
                Err(error) => Err(unreadable(&String::from_utf8_lossy(json), error)),
            });
        }
    }
}

impl Record {
    /// Returns whether a byte ends a record: the separator of the next one, or a line feed after a value.
    fn is_ended_by(&mut self, byte: u8) -> bool {
        let is_end = byte == SEPARATOR || (byte == b'\n' && self.is_whole());
        if is_end {
            *self = Self::default();
        } else {
            self.step(byte);
        }
        is_end
    }

    fn is_whole(&self) -> bool {
        self.has_value && self.depth == 0 && !self.is_in_string
    }

    fn step(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.is_in_string => self.is_escaped = true,
            b'"' => self.is_in_string = !self.is_in_string,
            b'{' | b'[' if !self.is_in_string => self.depth += 1,
            b'}' | b']' if !self.is_in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.has_value |= !byte.is_ascii_whitespace();
    }
}

/// Returns whether a text is the beginning of a JSON value.
fn is_beginning(json: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(json).is_err_and(|error| error.is_eof())
}

/// Returns whether a number or a literal may be truncated because nothing follows it
/// ([RFC 7464, section 2.4](https://www.rfc-editor.org/rfc/rfc7464#section-2.4)).
fn may_be_cut(text: &[u8], end: Option<u8>) -> bool {
    let ends_itself = |byte: &u8| matches!(byte, b'}' | b']' | b'"') || byte.is_ascii_whitespace();
    end != Some(b'\n') && !text.last().is_some_and(ends_itself)
}

fn cut_record(json: &[u8], end: Option<u8>) -> StreamError {
    match end {
        None => StreamError::Cut,
        Some(_) => {
            unreadable(&String::from_utf8_lossy(json), "the record may have been cut: no line feed ends it")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::stream::framing_tests::{LIMIT, items};

    fn lines() -> LineFraming<Value> {
        LineFraming::new()
    }

    /// Returns the items of a text, which do not depend on how it is split; `-` is an item that cannot be read.
    fn found(text: &str) -> Vec<String> {
        let whole = items(lines(), text, text.len());
        for piece in 1..text.len() {
            assert_eq!(items(lines(), text, piece), whole, "in pieces of {piece} bytes");
        }
        let shown = |item: Result<Value, String>| match item {
            Ok(item) => item.to_string(),
            Err(error) if error.contains("cut") && !error.contains("cannot be") => "cut".to_owned(),
            Err(_) => "-".to_owned(),
        };
        whole.into_iter().map(shown).collect()
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut() {
        assert_eq!(found("{\"a\": 1}\n\n 2\r\nnonsense\n{\"a\":3}"), ["{\"a\":1}", "2", "-", "{\"a\":3}"]);
        assert_eq!(found("{\"a\": 1}\n{\"a\": "), ["{\"a\":1}", "cut"]);
    }

    #[test]
    fn record_ends_at_separator_or_after_value() {
        let pretty = "\x1e{\n \"a\": \"}\\\"\",\n \"b\": [\n1\n]\n}\n";
        let value = "{\"a\":\"}\\\"\",\"b\":[1]}";
        assert_eq!(found(&format!("{pretty}{pretty}")), [value, value]);
        assert_eq!(found("\n\x1e\x1e1\n\x1e\"x\"\x1e[2]\x1etrue\n"), ["1", "\"x\"", "[2]", "true"]);
        assert_eq!(found("\x1e{\"a\":\n\x1e{\"a\":\n2}\n"), ["-", "{\"a\":2}"], "the next is whole");
    }

    #[test]
    fn record_is_there_as_soon_as_it_is_whole() {
        let mut buffer = Buffer::new(LIMIT);
        let mut framing = lines();
        buffer.push(b"\x1e{\n}\n");
        assert!(matches!(framing.next(&mut buffer), Next::Item(Ok(_))));
    }

    #[test]
    fn record_that_may_be_cut_is_an_error() {
        assert_eq!(found("\x1e12\x1e3\n\x1e4"), ["-", "3", "cut"]);
        assert_eq!(found("\x1e{\"a\":1}\n\x1e{\"a\":2}"), ["{\"a\":1}", "{\"a\":2}"]);
        assert_eq!(found("\x1e[1"), ["cut"]);
    }

    #[test]
    fn item_is_as_large_as_the_limit_however_it_is_cut() {
        let is_taken = |text: &str| {
            let pieces = [1, 7, LIMIT, 2 * LIMIT];
            let found = pieces.map(|piece| items(lines(), text, piece)[0].is_ok());
            assert!(found.iter().all(|is_taken| *is_taken == found[0]), "{found:?}");
            found[0]
        };
        assert!(is_taken(&format!("{}\n", "1".repeat(300) + &" ".repeat(LIMIT - 300))));
        assert!(!is_taken(&format!("{}\n", "1".repeat(300) + &" ".repeat(LIMIT - 299))));
    }
}
