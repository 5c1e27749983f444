//! Splits a body into server-sent events.

use std::borrow::Cow;

use crate::stream::error::{StreamError, unreadable};
use crate::stream::event::Event;
use crate::stream::event_data::ReadData;
use crate::stream::framing::{Framing, Next};
use crate::stream::line_buffer::{Buffer, Line};

/// The data that many APIs send to end a stream.
const LAST: &str = "[DONE]";

pub(crate) struct EventFraming<T> {
    read: ReadData<T>,
    event: Option<String>,
    data: Option<String>,
    id: Option<String>,
    is_first: bool,
    /// Whether every field of the event so far is UTF-8, which is required.
    is_text: bool,
}

impl<T> Framing for EventFraming<T> {
    type Item = Event<T>;

    fn next(&mut self, buffer: &mut Buffer) -> Next<Event<T>> {
        loop {
            let line = match buffer.line(self.held(), |byte| matches!(byte, b'\n' | b'\r')) {
                Ok(Some(Line { end: None, text })) => return self.end(Some(&text)),
                Ok(Some(line)) => self.text(&line.text),
                Ok(None) if buffer.at_end() => return self.end(None),
                Ok(None) => return Next::More,
                Err(error) => return Next::Item(Err(error)),
            };
            let is_first = std::mem::take(&mut self.is_first);
            let line = line.strip_prefix('\u{feff}').filter(|_| is_first).unwrap_or(&line);
            if !line.is_empty() {
                self.field(line);
                continue;
            }
            match self.dispatch() {
                Next::More => {}
                found => return found,
            }
        }
    }
}

impl<T> EventFraming<T> {
    pub(crate) fn new(read: ReadData<T>) -> Self {
        Self { read, event: None, data: None, id: None, is_first: true, is_text: true }
    }

    /// Returns the number of bytes of the incomplete event.
    fn held(&self) -> usize {
        [&self.event, &self.data, &self.id].into_iter().flatten().map(String::len).sum()
    }

    /// Decodes a line and records whether it is UTF-8. A comment need not be.
    fn text(&mut self, line: &[u8]) -> String {
        let text = String::from_utf8_lossy(line);
        self.is_text &= matches!(text, Cow::Borrowed(_)) || line.starts_with(b":");
        text.into_owned()
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                none => *none = Some(value.to_owned()),
            },
            "event" => self.event = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()),
            // A comment, the reconnection time or an unknown field.
            _ => {}
        }
    }

    /// Handles the end of the body. An event without a blank line after it is incomplete, except the end marker.
    fn end(&mut self, part: Option<&[u8]>) -> Next<Event<T>> {
        let has_begun = self.event.is_some() || self.data.is_some() || part.is_some();
        if let Some(part) = part {
            let part = self.text(part);
            self.field(&part);
        }
        match self.data.take() {
            Some(data) if data == LAST => Next::Over,
            _ if has_begun => Next::Item(Err(StreamError::Cut)),
            _ => Next::More,
        }
    }

    fn dispatch(&mut self) -> Next<Event<T>> {
        let event = self.event.take();
        let is_text = std::mem::replace(&mut self.is_text, true);
        let Some(data) = self.data.take() else { return Next::More };
        if data == LAST {
            return Next::Over;
        }
        if !is_text {
            return Next::Item(Err(unreadable(&data, "the event is not UTF-8")));
        }
        match (self.read)(&data, event.as_deref(), self.id.as_deref()) {
            Ok(read) => Next::Item(Ok(Event { event, id: self.id.clone(), data: read })),
            // Text may be empty. Empty data that is not JSON keeps the connection open.
            Err(_) if data.trim().is_empty() => Next::More,
            Err(error) => Next::Item(Err(unreadable(&data, error))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::event_data::json_data;
    use crate::stream::framing_tests::{LIMIT, items};

    fn numbers() -> EventFraming<u32> {
        EventFraming::new(json_data)
    }

    #[test]
    fn events_are_the_same_however_they_are_cut() {
        let text = "\u{feff}: hello\n\ndata: 1\r\n\r\nevent: sum\nid: 7\ndata: 2\n\nretry: 9\ndata:3\n\nevent: none\n\n\
                    data: x\n\ndata: 4\n\ndata: [DONE]\n\ndata: 5\n\n";
        let whole = items(numbers(), text, text.len());
        let event = |event: Option<&str>, id: Option<&str>, data| {
            Ok(Event { event: event.map(str::to_owned), id: id.map(str::to_owned), data })
        };
        assert_eq!(
            whole[..3],
            [event(None, None, 1), event(Some("sum"), Some("7"), 2), event(None, Some("7"), 3)]
        );
        assert!(whole[3].as_ref().unwrap_err().contains("cannot be read: x"), "{whole:?}");
        assert_eq!(whole[4..], [event(None, Some("7"), 4)]);
        for piece in 1..text.len() {
            assert_eq!(items(numbers(), text, piece), whole, "in pieces of {piece} bytes");
        }
    }

    #[test]
    fn several_lines_of_data_are_one() {
        let text = || EventFraming::<String>::new(|data, _, _| Ok(data.to_owned()));
        let found = items(text(), "data: a\ndata\ndata:  b\n\n", 3);
        assert_eq!(found[0].as_ref().unwrap().data, "a\n\n b");
        let found = items(text(), "data:\n\n", 3);
        assert_eq!(found[0].as_ref().unwrap().data, "", "a text may be empty");
    }

    #[test]
    fn event_without_its_blank_line_is_cut() {
        for end in ["data: 2", "data: 2\n", "data: 2\r\n", "event: sum\n", "data: [DONE", ": stil"] {
            let found = items(numbers(), &format!("data: 1\n\n{end}"), 4);
            assert_eq!((found.len(), found[1].as_ref().unwrap_err().contains("cut")), (2, true), "{end:?}");
        }
        for end in ["", "\n", ": still here\n", "id: 7\n", "retry: 9\n", "data: [DONE]", "data: [DONE]\n"] {
            assert_eq!(items(numbers(), &format!("data: 1\n\n{end}"), 4).len(), 1, "{end:?}");
        }
    }

    #[test]
    fn event_that_is_not_utf_8_is_an_error() {
        let mut buffer = Buffer::new(LIMIT);
        buffer.push(b": \xff\ndata: a\n\ndata: \xff\n\ndata: b\n\n");
        let mut framing = EventFraming::<String>::new(|data, _, _| Ok(data.to_owned()));
        let mut next = || match framing.next(&mut buffer) {
            Next::Item(item) => item.map(|event| event.data).ok(),
            Next::More | Next::Over => panic!("there is an event more"),
        };
        assert_eq!([next(), next(), next()], [Some("a".to_owned()), None, Some("b".to_owned())]);
    }

    #[test]
    fn a_line_ends_in_either_character_or_both() {
        let text = "data: 1\r\rdata: 2\n\ndata: 3\r\n\r\ndata: 4\r\n\rdata: 5\n\r\n";
        for piece in 1..=text.len() {
            let found = items(numbers(), text, piece);
            let data: Vec<u32> = found.into_iter().map(|event| event.unwrap().data).collect();
            assert_eq!(data, [1, 2, 3, 4, 5], "in pieces of {piece} bytes");
        }
    }

    #[test]
    fn an_event_without_data_is_none() {
        let found = items(numbers(), "event: ping\ndata:\n\ndata\n\ndata: 1\n\n", 7);
        assert_eq!(found, [Ok(Event { event: None, id: None, data: 1 })]);
    }

    #[test]
    fn event_is_as_large_as_the_limit() {
        let lines = "data: 1\n".repeat(LIMIT);
        for piece in [1, 7, LIMIT, lines.len()] {
            let found = items(numbers(), &lines, piece);
            assert!(
                found.len() == 1 && found[0].as_ref().unwrap_err().contains("max_response_bytes"),
                "{found:?}"
            );
        }
        assert_eq!(items(numbers(), &"data: 1\n\n".repeat(LIMIT), 3).len(), LIMIT, "each by itself is small");
    }
}
