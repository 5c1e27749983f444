//! From a reference page, or from a whole document, to the fragment of one operation, and back: whether the two still say
//! the same.

pub mod page;
