//! A response, down to the byte, and what becomes of the connection after it.

use std::time::Duration;

/// What the server does once it has read a request.
///
/// Bytes are written as they stand here, so that a test can also say what no HTTP library would.
#[derive(Clone, Debug)]
pub struct TestResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// How many bytes of the body are written. The head promises the whole of it.
    written: Option<usize>,
    silent: bool,
    /// How often the body is written, and what the head promises.
    pub(crate) times: usize,
    /// How long it takes from one byte of the body to the next.
    pub(crate) drip: Option<Duration>,
    pub(crate) after: After,
}

/// What becomes of the connection after the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// The next request is waited for.
    Keep,
    /// The connection ends in order.
    Close,
    /// The connection is torn down.
    Reset,
    /// The connection stays open and nothing more comes.
    Hold,
}

impl TestResponse {
    /// A status and no body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            written: None,
            silent: false,
            times: 1,
            drip: None,
            after: After::Keep,
        }
    }

    /// A status and a body of JSON.
    pub fn json(status: u16, body: impl AsRef<str>) -> Self {
        Self::status(status).header("content-type", "application/json").body(body.as_ref())
    }

    /// Status 200 and plain text.
    pub fn text(body: impl AsRef<[u8]>) -> Self {
        Self::status(200).header("content-type", "text/plain").body(body)
    }

    /// A status and a page, as a proxy in between gives one.
    pub fn html(status: u16, body: impl AsRef<str>) -> Self {
        Self::status(status).header("content-type", "text/html; charset=utf-8").body(body.as_ref())
    }

    /// No response: the connection is torn down as soon as the request is there.
    pub fn reset() -> Self {
        Self { silent: true, after: After::Reset, ..Self::status(0) }
    }

    /// No response: the connection ends in order as soon as the request is there.
    pub fn closed() -> Self {
        Self { silent: true, after: After::Close, ..Self::status(0) }
    }

    /// No response, ever, on a connection that stays open.
    pub fn never() -> Self {
        Self { silent: true, after: After::Hold, ..Self::status(0) }
    }

    /// Adds a header. The same name twice makes two fields.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Replaces the body.
    #[must_use]
    pub fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        self
    }

    /// The head, some bytes of the body, and then nothing while the connection stays open.
    #[must_use]
    pub fn stalling_after(self, bytes: usize) -> Self {
        Self { written: Some(bytes), after: After::Hold, ..self }
    }

    /// The head, some bytes of the body, and then the end of the connection.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        Self { written: Some(bytes), after: After::Close, ..self }
    }

    /// The body so many times over, written as it is read: for bodies that no one should hold.
    #[must_use]
    pub fn repeated(self, times: usize) -> Self {
        Self { times, ..self }
    }

    /// The head, and then a byte of the body at a time.
    #[must_use]
    pub fn dripping(self, between: Duration) -> Self {
        Self { drip: Some(between), ..self }
    }

    pub(crate) fn whole_body(&self) -> &[u8] {
        &self.body
    }

    /// The bytes to write. `content-length` is there wherever a body may be
    /// ([RFC 9112, section 6.3](https://www.rfc-editor.org/rfc/rfc9112#section-6.3)).
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if self.silent {
            return Vec::new();
        }
        let mut head = format!("HTTP/1.1 {} -\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.status != 204 && self.status != 304 {
            head.push_str(&format!("content-length: {}\r\n", self.body.len() * self.times));
        }
        head.push_str("\r\n");
        let written = self.written.unwrap_or(self.body.len()).min(self.body.len());
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(self.body.get(..written).unwrap_or_default());
        bytes
    }
}
