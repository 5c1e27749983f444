//! A server-sent event.

/// A server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The name of the event, if it has one.
    pub event: Option<String>,
    /// The id of the event, or of the last one that had an id.
    pub id: Option<String>,
    /// The data of the event.
    pub data: T,
}
