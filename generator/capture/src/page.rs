//! Parses a reference page into plain data with spans.
//!
//! Pages are Markdown of two generations, and copies are often flattened to a single line. They are parsed word by word
//! and white space is ignored, so both forms are equivalent. A page that violates the grammar is rejected at the first
//! violation; nothing is guessed from prose.

mod items;
mod parts;
mod scan;
mod sections;
mod types;

use clientwright::diagnostic::Diagnostic;
use clientwright::document::Span;

pub use types::Type;

/// The maximum size of a page in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// A parsed page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The heading.
    pub title: Text,
    /// The method in upper case.
    pub method: Text,
    /// The path template.
    pub path: Text,
    /// The text between the route and the servers.
    pub description: Option<Text>,
    /// The server URLs.
    pub servers: Vec<Text>,
    /// Names of authentication methods, without details.
    pub authentication: Vec<Text>,
    /// The parameters in page order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Content>,
    /// The responses in page order.
    pub responses: Vec<Response>,
}

/// A text with normalized white space, and its span.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// The span.
    pub span: Span,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// The location.
    pub location: ParameterLocation,
    /// The name and type.
    pub item: Item,
}

/// A parameter, a header or a property.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The name on the wire.
    pub name: Text,
    /// The type.
    pub ty: Type,
    /// The span of the type.
    pub ty_span: Span,
    /// The description.
    pub description: Option<Text>,
}

/// A request or response body.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The span of the heading.
    pub span: Span,
    /// The media type.
    pub media_type: Text,
    /// The type, if the page has one: the older generation has none for request bodies.
    pub ty: Option<Type>,
    /// The description.
    pub description: Option<Text>,
    /// The properties of the body, or of its items if it is an array.
    pub items: Vec<Item>,
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The status.
    pub status: Text,
    /// The description.
    pub description: Option<Text>,
    /// The headers.
    pub headers: Vec<Item>,
    /// The body, if any.
    pub body: Option<Content>,
}

/// Parses a page. `file` is its index in the list of input files. Diagnostics report ignored text.
///
/// # Errors
/// Fails if the page violates the grammar; the error says where.
pub fn read(file: u32, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Page, Box<Diagnostic>> {
    if text.len() > MAX_BYTES {
        let message = format!("the page has {} bytes; the limit is {MAX_BYTES}", text.len());
        let whole = Span { file, start: 0, end: 0 };
        return Err(Box::new(Diagnostic::error("page-too-large", whole, message)));
    }
    let mut reader = sections::Reader::new(file, text, diagnostics);
    reader.page()
}
