//! Writes to stdout and stderr. Control characters of a document are escaped, and a closed pipe is not an error.

use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal, Write};

use anyhow::{Context, Result};
use clientwright::document::is_hidden;

/// Writes to stdout. A closed pipe is not an error.
///
/// # Errors
/// Fails if stdout cannot be written.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.context("writing to the standard output"),
    }
}

/// Writes a document to stdout: unchanged to a pipe, escaped to a terminal.
///
/// # Errors
/// Fails if stdout cannot be written.
pub fn print_document(text: &str) -> Result<()> {
    match std::io::stdout().is_terminal() {
        true => print(&visible_lines(text)),
        false => print(text),
    }
}

/// Writes a value as JSON to stdout, with control characters escaped.
///
/// # Errors
/// Fails if stdout cannot be written.
pub fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print_json_text(&(serde_json::to_string_pretty(value)? + "\n"))
}

/// Writes a JSON text to stdout, with control characters escaped.
///
/// # Errors
/// Fails if stdout cannot be written.
pub fn print_json_text(text: &str) -> Result<()> {
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

/// Writes to stderr. Errors are ignored, because they cannot be reported.
pub fn write_stderr(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Prints an error message.
pub fn print_error(message: &str) {
    write_stderr(&format!("error: {}\n", visible_lines(message)));
}

/// Escapes a text for display on one line.
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |_, _| false)
}

/// Escapes a text for display on several lines.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
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
