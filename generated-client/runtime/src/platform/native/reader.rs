//! Converts a blocking reader into a stream.

use std::error::Error as StdError;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// The maximum size of a chunk, in bytes.
const CHUNK: usize = 64 * 1024;

/// The maximum number of chunks that wait to be sent.
const AHEAD: usize = 2;

/// A stream of the bytes of a reader, which runs on a thread that the first poll starts.
///
/// A tokio blocking task is not used, because the runtime's shutdown would wait for it.
pub(crate) enum Reader {
    Idle(Box<dyn Read + Send>),
    Reading(Receiver<io::Result<Bytes>>),
    Done,
}

impl Reader {
    pub(crate) fn new(reader: impl Read + Send + 'static) -> Self {
        Self::Idle(Box::new(reader))
    }
}

impl Stream for Reader {
    type Item = Result<Bytes, Box<dyn StdError + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let read = match &mut *self {
                Self::Done => return Poll::Ready(None),
                Self::Reading(chunks) => ready!(chunks.poll_recv(context)),
                Self::Idle(_) => match start(std::mem::replace(&mut *self, Self::Done)) {
                    Ok(reading) => {
                        *self = reading;
                        continue;
                    }
                    Err(error) => Some(Err(error)),
                },
            };
            if matches!(&read, Some(Ok(chunk)) if !chunk.is_empty()) {
                return Poll::Ready(read.map(|chunk| chunk.map_err(Into::into)));
            }
            *self = Self::Done;
            return Poll::Ready(match read {
                Some(Ok(_)) => None,
                Some(Err(error)) => Some(Err(error.into())),
                // An error, so that a truncated body is not sent as if it were complete.
                None => Some(Err("the reader of the body panicked".into())),
            });
        }
    }
}

fn start(reader: Reader) -> io::Result<Reader> {
    let Reader::Idle(reader) = reader else { return Ok(reader) };
    let (sender, receiver) = channel(AHEAD);
    std::thread::Builder::new().name("body-reader".to_owned()).spawn(move || read(reader, &sender))?;
    Ok(Reader::Reading(receiver))
}

/// Sends the chunks of a reader, and an empty chunk at its end, until the receiver is dropped.
fn read(mut reader: impl Read, chunks: &Sender<io::Result<Bytes>>) {
    loop {
        let mut chunk = vec![0; CHUNK];
        let read = match reader.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map(|length| {
                chunk.truncate(length);
                Bytes::from(chunk)
            }),
        };
        let is_last = read.as_ref().map_or(true, Bytes::is_empty);
        if chunks.blocking_send(read).is_err() || is_last {
            return;
        }
    }
}
