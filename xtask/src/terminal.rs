//! What reaches a terminal, or whatever reads in its place: a document's text is shown and never obeyed, and a reader who
//! goes away ends nothing.

use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal, Write};

use anyhow::{Context, Result};
use clientwright::document::is_hidden;

/// Writes to the standard output. A reader who has seen enough is no error.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.context("writing to the standard output"),
    }
}

/// Writes a document to the standard output: as it is to a program, and as it can be shown to a person.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn print_document(text: &str) -> Result<()> {
    match std::io::stdout().is_terminal() {
        true => print(&visible_lines(text)),
        false => print(text),
    }
}

/// Writes a value as JSON to the standard output, with everything escaped that a terminal could obey.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print_json_text(&(serde_json::to_string_pretty(value)? + "\n"))
}

/// The same of a text that is JSON.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn print_json_text(text: &str) -> Result<()> {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if letter == '\n' || !is_hidden(letter) => out.push(letter),
            letter => {
                let units = letter.encode_utf16(&mut [0; 2]).to_vec();
                units.into_iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
            }
        }
    }
    print(&out)
}

/// Writes to the standard error. Nobody is left to tell when it is gone.
pub(crate) fn write_stderr(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Says what is wrong, on lines of its own.
pub(crate) fn tell_error(message: &str) {
    write_stderr(&format!("error: {}\n", visible_lines(message)));
}

/// A text as it can be shown on one line.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |_, _| false)
}

/// A text as it can be shown on several lines.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, |letter, next| matches!(letter, '\n' | '\t') || (letter == '\r' && next == Some('\n')))
}

fn shown(text: &str, is_kept: impl Fn(char, Option<char>) -> bool) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match is_hidden(letter) && !is_kept(letter, letters.peek().copied()) {
            true if letter.is_ascii() => out.extend(letter.escape_default()),
            true => out.extend(letter.escape_unicode()),
            false => out.push(letter),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(visible("Größe 👍 \"a\""), "Größe 👍 \"a\"");
        assert_eq!(visible("\u{1b}[31m\u{7}\n\t\u{9b}\u{202e}"), "\\u{1b}[31m\\u{7}\\n\\t\\u{9b}\\u{202e}");
        assert_eq!(visible_lines("a\n\tb\r\nc\rd"), "a\n\tb\r\nc\\rd");
    }
}
