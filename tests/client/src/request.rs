//! A request, as it came off the wire.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// The end of a request's head ([RFC 9112, section 2.1](https://www.rfc-editor.org/rfc/rfc9112#section-2.1)).
const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// The end of a body in chunks, without trailers ([RFC 9112, section 7.1](https://www.rfc-editor.org/rfc/rfc9112#section-7.1)).
const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// What a body in chunks holds.
fn dechunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let (size, after) = rest.split_at(end);
        let size = usize::from_str_radix(&String::from_utf8_lossy(size), 16).unwrap_or_default();
        body.extend_from_slice(after.get(2..2 + size).unwrap_or_default());
        rest = after.get(4 + size..).unwrap_or_default();
    }
    body
}

/// The bytes of one request. Nothing is unescaped, folded or trimmed; a body in chunks is put together.
#[derive(Clone)]
pub struct Request {
    bytes: Vec<u8>,
    head: usize,
}

impl Request {
    /// Reads one request. None when the connection ends first.
    pub(crate) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(at) = bytes.windows(END_OF_HEAD.len()).position(|window| window == END_OF_HEAD) {
                break at + END_OF_HEAD.len();
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(None);
            }
        };
        let mut request = Self { bytes, head };
        if request.header("transfer-encoding") == ["chunked"] {
            while !request.body().ends_with(LAST_CHUNK) {
                if stream.read_buf(&mut request.bytes).await? == 0 {
                    return Ok(None);
                }
            }
            let body = dechunked(request.body());
            request.bytes.truncate(request.head);
            request.bytes.extend_from_slice(&body);
            return Ok(Some(request));
        }
        let length = request.header("content-length").first().and_then(|text| text.parse().ok()).unwrap_or(0);
        while request.body().len() < length {
            if stream.read_buf(&mut request.bytes).await? == 0 {
                return Ok(None);
            }
        }
        Ok(Some(request))
    }

    /// All of it, head and body.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The first line, without its line break.
    pub fn line(&self) -> String {
        self.head().lines().next().unwrap_or_default().to_owned()
    }

    /// The values of a header, in the order in which they came.
    pub fn header(&self, name: &str) -> Vec<String> {
        let named = self.headers().into_iter().filter(|(given, _)| given.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value).collect()
    }

    /// All headers, in the order in which they came.
    pub fn headers(&self) -> Vec<(String, String)> {
        let head = self.head();
        let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        fields.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect()
    }

    /// What comes after the head.
    pub fn body(&self) -> &[u8] {
        self.bytes.get(self.head..).unwrap_or_default()
    }

    fn head(&self) -> String {
        String::from_utf8_lossy(self.bytes.get(..self.head).unwrap_or_default()).into_owned()
    }
}
