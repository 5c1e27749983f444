//! Handles comments right after a quote or a bracket, which libyaml accepts and the specification does not.

use std::borrow::Cow;

use granit_parser::ScanError;

/// The maximum number of bytes that are parsed again because of such comments.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The maximum number of such comments in a text.
const MAX_COMMENTS: usize = 1000;

/// A text in which such comments are replaced by spaces, so that offsets stay valid.
pub(super) struct Comments<'t> {
    pub(super) text: Cow<'t, str>,
    /// The ranges of the comments.
    pub(super) found: Vec<std::ops::Range<usize>>,
}

impl<'t> Comments<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), found: Vec::new() }
    }

    /// Blanks the comment at which parsing failed. Returns false if it failed for another reason.
    pub(super) fn blank(&mut self, error: &ScanError) -> bool {
        let Some(at) = error.marker().byte_offset() else { return false };
        let (before, rest) =
            (self.text.get(..at).unwrap_or_default(), self.text.get(at..).unwrap_or_default());
        let is_comment = rest.starts_with('#') && before.ends_with(['\'', '"', ']', '}']);
        let is_over = self.found.len() >= MAX_COMMENTS || self.found.len() * self.text.len() > MAX_BYTES;
        if !is_comment || is_over {
            return false;
        }
        let end = at + rest.find(['\n', '\r']).unwrap_or(rest.len());
        let mut text = String::with_capacity(self.text.len());
        text.push_str(before);
        text.extend(std::iter::repeat_n(' ', end - at));
        text.push_str(self.text.get(end..).unwrap_or_default());
        self.text = Cow::Owned(text);
        self.found.push(at..end);
        true
    }
}
