//! Streams of items: server-sent events ([HTML, section 9.2][sse]), lines of JSON ([NDJSON][lines]) and JSON text
//! sequences ([RFC 7464](https://www.rfc-editor.org/rfc/rfc7464)).
//!
//! [sse]: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
//! [lines]: https://github.com/ndjson/ndjson-spec

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::response::decode::{DecodeError, PLAIN_BYTES, expect_media_type, expect_unpacked};
use crate::stream::byte_stream::{ByteStream, StreamingResponse};
use crate::stream::error::StreamError;
use crate::stream::event::Event;
use crate::stream::event_data::{ReadData, json_data};
use crate::stream::event_framing::EventFraming;
use crate::stream::framing::Items;
use crate::stream::line_framing::LineFraming;

const PLAIN_LINES: &str = "lines of JSON; no encoding was requested";
const PLAIN_EVENTS: &str = "a stream of events; no encoding was requested";

/// A stream of server-sent events as they arrive.
///
/// Use [`next`](Self::next), or the [`Stream`] implementation. `data: [DONE]` ends the stream. An event whose data
/// cannot be decoded is an error, and the stream continues. If JSON is expected, events with empty data are skipped:
/// some servers send them to keep a connection open. If the body ends inside an event, the error is
/// [`StreamError::Cut`].
#[must_use = "a stream does nothing unless it is polled"]
pub struct Events<T>(Items<EventFraming<T>>);

/// A stream of JSON values as they arrive, one per line or per record of a JSON text sequence.
///
/// Use [`next`](Self::next), or the [`Stream`] implementation. A value that cannot be decoded is an error, and the
/// stream continues.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Lines<T>(Items<LineFraming<T>>);

/// Returns a body as a stream of bytes.
///
/// # Errors
/// Fails if it is compressed and the call has no `Accept-Encoding` header.
pub fn open_bytes(response: StreamingResponse) -> Result<ByteStream, DecodeError> {
    if !response.takes_encoded {
        expect_unpacked(&response.headers, PLAIN_BYTES)?;
    }
    Ok(response.body)
}

/// Reads server-sent events whose data is JSON.
///
/// # Errors
/// Fails if the response has another media type or is compressed.
pub fn open_events<T: DeserializeOwned>(response: StreamingResponse) -> Result<Events<T>, DecodeError> {
    events(response, json_data)
}

/// Reads server-sent events whose data is text.
///
/// # Errors
/// Fails if the response has another media type or is compressed.
pub fn open_text_events(response: StreamingResponse) -> Result<Events<String>, DecodeError> {
    events(response, |data, _, _| Ok(data.to_owned()))
}

/// Reads JSON values, one per line or record.
///
/// # Errors
/// Fails if the media type is not JSON, plain text or binary, or the response is compressed.
pub fn open_lines<T: DeserializeOwned>(response: StreamingResponse) -> Result<Lines<T>, DecodeError> {
    expect_media_type(&response.headers, "lines of JSON", |subtype| {
        subtype.contains("json") || subtype == "plain" || subtype == "octet-stream"
    })?;
    expect_unpacked(&response.headers, PLAIN_LINES)?;
    Ok(Lines(Items::new(response.body, LineFraming::new())))
}

fn events<T>(response: StreamingResponse, read: ReadData<T>) -> Result<Events<T>, DecodeError> {
    expect_media_type(&response.headers, "a stream of events", |subtype| subtype == "event-stream")?;
    expect_unpacked(&response.headers, PLAIN_EVENTS)?;
    Ok(Events(Items::new(response.body, EventFraming::new(read))))
}

impl<T> Events<T> {
    /// Returns the next event, or `None` at the end.
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
    /// Returns the next value, or `None` at the end.
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
