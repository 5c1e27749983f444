//! Pagination of an operation.

use super::Type;

/// The pagination of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Pagination {
    /// The method that iterates over all pages.
    pub function: String,
    /// The name of the pagination's static.
    pub constant: String,
    /// The JSON pointer of the items in a response.
    pub items: String,
    /// The type of an item.
    pub item: Type,
    /// How the next page is requested.
    pub next: NextPage,
}

/// How the next page is requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// A value of the response becomes a parameter.
    Cursor {
        /// The JSON pointer of the value.
        at: String,
        /// The parameter.
        parameter: String,
    },
    /// The header `Link` has the URL.
    Link,
    /// A parameter is a page number.
    Number {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
}
