//! How the pages of an operation follow each other.

use super::Type;

/// Replies that are pages of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Paging {
    /// The method that goes through all pages.
    pub function: String,
    /// Its table.
    pub constant: String,
    /// Where the items stand, as a JSON pointer.
    pub items: String,
    /// What an item is.
    pub item: Type,
    /// What leads to the next page.
    pub next: NextPage,
}

/// What leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// A value of the reply, for a parameter.
    Cursor {
        /// Where it stands, as a JSON pointer.
        at: String,
        /// The parameter.
        parameter: String,
    },
    /// The header `Link`.
    Link,
    /// A parameter that counts.
    Number {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
}
