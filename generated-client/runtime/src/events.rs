//! Streams of items: server-sent events ([HTML, section 9.2][sse]) and JSON line by line ([NDJSON][lines]).
//!
//! [sse]: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
//! [lines]: https://github.com/ndjson/ndjson-spec

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::BytesMut;
use futures_core::Stream;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::decode::{DecodeError, expect_media_type};
use crate::stream::{ByteStream, Framing, Items, OpenReply, StreamError, line, shown};

/// The data with which many APIs say that no event follows.
const LAST: &str = "[DONE]";

/// A server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The name of the event, where it has one.
    pub event: Option<String>,
    /// The id of the event, or of the last one that had an id.
    pub id: Option<String>,
    /// What it holds.
    pub data: T,
}

/// Server-sent events, as they arrive. It is a [`Stream`], and has [`next`](Self::next) for those who need no more.
///
/// `data: [DONE]` ends it. An event whose data cannot be read is an error, and the next one follows all the same.
pub struct Events<T>(Items<EventFraming<T>>);

/// JSON values, a line each, as they arrive. It is a [`Stream`], and has [`next`](Self::next) for those who need no more.
///
/// A line that cannot be read is an error, and the next one follows all the same.
pub struct Lines<T>(Items<LineFraming<T>>);

/// Hands a body over as it arrives.
///
/// # Errors
/// Never.
pub fn open_bytes(reply: OpenReply) -> Result<ByteStream, DecodeError> {
    Ok(reply.body)
}

/// Reads server-sent events whose data is JSON.
///
/// # Errors
/// When the reply is of another media type.
pub fn open_events<T: DeserializeOwned>(reply: OpenReply) -> Result<Events<T>, DecodeError> {
    events(reply, json_data)
}

/// Reads server-sent events whose data is text.
///
/// # Errors
/// When the reply is of another media type.
pub fn open_text_events(reply: OpenReply) -> Result<Events<String>, DecodeError> {
    events(reply, |data, _, _| Ok(data.to_owned()))
}

/// Reads JSON, a line each.
///
/// # Errors
/// When the reply is of a media type that is not JSON of some kind.
pub fn open_lines<T: DeserializeOwned>(reply: OpenReply) -> Result<Lines<T>, DecodeError> {
    expect_media_type(&reply.headers, "lines of JSON", |subtype| {
        subtype.contains("json") || subtype == "plain" || subtype == "octet-stream"
    })?;
    Ok(Lines(Items::new(reply.body, LineFraming(PhantomData))))
}

fn events<T>(reply: OpenReply, read: ReadData<T>) -> Result<Events<T>, DecodeError> {
    expect_media_type(&reply.headers, "a stream of events", |subtype| subtype == "event-stream")?;
    let framing = EventFraming { read, event: None, data: None, id: None, is_first: true, is_over: false };
    Ok(Events(Items::new(reply.body, framing)))
}

impl<T> Events<T> {
    /// The next event; nothing when there is none.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| self.0.poll(context)).await
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

impl<T: DeserializeOwned> Lines<T> {
    /// The next value; nothing when there is none.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| self.0.poll(context)).await
    }
}

impl<T: DeserializeOwned> Stream for Lines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

impl<T> std::fmt::Debug for Events<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Events").finish_non_exhaustive()
    }
}

impl<T> std::fmt::Debug for Lines<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Lines").finish_non_exhaustive()
    }
}

struct LineFraming<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Framing for LineFraming<T> {
    type Item = T;

    fn next(&mut self, buffer: &mut BytesMut, at_end: bool) -> Option<Result<T, StreamError>> {
        loop {
            let is_whole = buffer.contains(&b'\n');
            let line = line(buffer, at_end)?;
            // A record separator begins each item of a JSON text sequence (RFC 7464, section 2.2).
            let text = line.trim_ascii().strip_prefix(b"\x1e").unwrap_or(line.trim_ascii());
            if text.is_empty() {
                continue;
            }
            return Some(serde_json::from_slice(text).map_err(|error| match error.is_eof() && !is_whole {
                true => StreamError::Cut,
                false => StreamError::Item { text: shown(text), source: error.into() },
            }));
        }
    }
}

/// Reads the data of an event, given its name and id.
type ReadData<T> = fn(&str, Option<&str>, Option<&str>) -> Result<T, serde_json::Error>;

/// Data as JSON. A description may also speak of the event as a whole, as an object with `event` and `data`.
fn json_data<T: DeserializeOwned>(
    data: &str,
    event: Option<&str>,
    id: Option<&str>,
) -> Result<T, serde_json::Error> {
    serde_json::from_str(data).or_else(|error| {
        let inner: Value = serde_json::from_str(data).unwrap_or_else(|_| data.into());
        let mut whole = json!({ "data": inner });
        for (key, value) in [("event", event), ("id", id)] {
            if let (Some(value), Some(object)) = (value, whole.as_object_mut()) {
                object.insert(key.to_owned(), value.into());
            }
        }
        serde_json::from_value(whole).map_err(|_| error)
    })
}

struct EventFraming<T> {
    read: ReadData<T>,
    event: Option<String>,
    data: Option<String>,
    id: Option<String>,
    is_first: bool,
    is_over: bool,
}

impl<T> Framing for EventFraming<T> {
    type Item = Event<T>;

    fn next(&mut self, buffer: &mut BytesMut, at_end: bool) -> Option<Result<Event<T>, StreamError>> {
        while !self.is_over {
            let is_cut = at_end && !buffer.is_empty() && !buffer.contains(&b'\n');
            let Some(line) = line(buffer, at_end) else {
                // Whatever was said of an event that nothing ends was said in whole lines.
                return if at_end { self.dispatch() } else { None };
            };
            if is_cut {
                self.is_over = true;
                return Some(Err(StreamError::Cut));
            }
            let text = String::from_utf8_lossy(&line);
            let text =
                if std::mem::take(&mut self.is_first) { text.trim_start_matches('\u{feff}') } else { &text };
            if text.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Some(event);
                }
            } else {
                self.field(text);
            }
        }
        None
    }
}

impl<T> EventFraming<T> {
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
            // A comment, the time to wait before connecting anew, or a field that nobody knows.
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<Result<Event<T>, StreamError>> {
        let event = self.event.take();
        let data = self.data.take()?;
        if data == LAST {
            self.is_over = true;
            return None;
        }
        let read = (self.read)(&data, event.as_deref(), self.id.as_deref());
        Some(match read {
            Ok(read) => Ok(Event { event, id: self.id.clone(), data: read }),
            Err(error) => Err(StreamError::Item { text: shown(data.as_bytes()), source: error.into() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of a text that arrives in pieces of some length.
    fn items<F: Framing>(mut framing: F, text: &str, piece: usize) -> Vec<Result<F::Item, String>> {
        let mut buffer = BytesMut::new();
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(piece) {
            buffer.extend_from_slice(piece);
            while let Some(item) = framing.next(&mut buffer, false) {
                found.push(item.map_err(|error| error.to_string()));
            }
        }
        while let Some(item) = framing.next(&mut buffer, true) {
            found.push(item.map_err(|error| error.to_string()));
        }
        found
    }

    fn numbers() -> EventFraming<u32> {
        EventFraming { read: json_data, event: None, data: None, id: None, is_first: true, is_over: false }
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
        let text = EventFraming {
            read: |data, _, _| Ok(data.to_owned()),
            event: None,
            data: None,
            id: None,
            is_first: true,
            is_over: false,
        };
        let found = items(text, "data: a\ndata\ndata:  b\n\n", 3);
        assert_eq!(found[0].as_ref().unwrap().data, "a\n\n b");
    }

    #[test]
    fn a_stream_that_ends_in_a_line_says_so() {
        let found = items(numbers(), "data: 1\n\ndata: 2", 4);
        assert_eq!((found.len(), found[1].as_ref().unwrap_err().contains("cut")), (2, true), "{found:?}");
        let found = items(numbers(), "data: 1\n\ndata: 2\n", 4);
        assert_eq!(found[1].as_ref().unwrap().data, 2, "a whole line is taken at its word");
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut() {
        let text = "{\"a\": 1}\n\n\x1e{\"a\": 2}\r\nnonsense\n{\"a\": 3}";
        let lines = || LineFraming::<Value>(PhantomData);
        let whole = items(lines(), text, text.len());
        assert_eq!(
            whole.iter().filter_map(|item| item.as_ref().ok()?["a"].as_u64()).collect::<Vec<_>>(),
            [1, 2, 3]
        );
        assert!(whole[2].is_err());
        for piece in 1..text.len() {
            assert_eq!(items(lines(), text, piece), whole, "in pieces of {piece} bytes");
        }
        let found = items(lines(), "{\"a\": 1}\n{\"a\": ", 5);
        assert!(found[1].as_ref().unwrap_err().contains("cut"), "{found:?}");
    }
}
