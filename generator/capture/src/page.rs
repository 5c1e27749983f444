//! A reference page as plain data: what it says of an operation, each fact with its place.
//!
//! Pages come in Markdown, in two generations, and copies of them are often flattened to a single line. They are therefore
//! read word by word: what white space stands between two words never counts, so both forms say the same. A page that is
//! outside of the grammar is refused where it leaves it; nothing about an interface is guessed from prose.

mod items;
mod parts;
mod scan;
mod sections;
mod types;

use clientwright::diagnostic::Diagnostic;
use clientwright::document::Span;

pub use types::Type;

/// How many bytes a page may have.
pub const MAX_BYTES: usize = 1024 * 1024;

/// What a page says.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its heading.
    pub title: Text,
    /// The method, in capitals.
    pub method: Text,
    /// The path template.
    pub path: Text,
    /// What stands between the route and the servers.
    pub description: Option<Text>,
    /// The servers' addresses.
    pub servers: Vec<Text>,
    /// Names of ways to authenticate, which say nothing of how that is done.
    pub authentication: Vec<Text>,
    /// Parameters, in the page's order.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Content>,
    /// What is replied, in the page's order.
    pub replies: Vec<Reply>,
}

/// A text, its white space made single, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Where it goes.
    pub place: Place,
    /// What it is.
    pub item: Item,
}

/// A parameter, a header or a property.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name on the wire.
    pub name: Text,
    /// Its type.
    pub ty: Type,
    /// Where its type stands.
    pub ty_span: Span,
    /// What the page says of it.
    pub description: Option<Text>,
}

/// A body, sent or replied.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Where its heading stands.
    pub span: Span,
    /// The media type.
    pub media_type: Text,
    /// The type, where the page says one: the older generation does not for what is sent.
    pub ty: Option<Type>,
    /// What the page says of it.
    pub description: Option<Text>,
    /// Its properties: of the body, or of its items where it is a list.
    pub items: Vec<Item>,
}

/// A reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Its status.
    pub status: Text,
    /// What the page says of it.
    pub description: Option<Text>,
    /// Its headers.
    pub headers: Vec<Item>,
    /// Its body, if it has one.
    pub body: Option<Content>,
}

/// Reads a page. `file` is its place in the list of files that were given. Diagnostics say what was passed over; the error is
/// why, and where, a page was refused.
///
/// # Errors
/// When the page is outside of the grammar.
pub fn read(file: u32, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Page, Box<Diagnostic>> {
    if text.len() > MAX_BYTES {
        let message = format!("the page has {} bytes; the limit is {MAX_BYTES}", text.len());
        let whole = Span { file, start: 0, end: 0 };
        return Err(Box::new(Diagnostic::error("page-too-large", whole, message)));
    }
    let mut reader = sections::Reader::new(file, text, diagnostics);
    reader.page()
}
