//! Makes server text safe for logs: one line of bounded length without control characters.

/// The maximum length of a line, in characters.
const LONGEST: usize = 600;

/// The number of bytes that are read for a line. A secret that is cut there is far behind the end of the line.
const LOOKED_AT: usize = 64 * 1024;

/// Returns one line of a text after `redact` removed its secrets.
pub(crate) fn redact_and_truncate(text: &str, redact: impl Fn(&str) -> String) -> String {
    one_line(&redact(truncate(text, LOOKED_AT)))
}

/// Returns a text as one line of at most [`LONGEST`] characters, without control characters.
pub(crate) fn one_line(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if is_hidden(letter) { ' ' } else { letter });
    let line: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() { line + "..." } else { line }
}

/// Returns whether a character is a control character, breaks a line, reorders text or is invisible.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns the longest prefix of whole characters with at most `longest` bytes.
pub(crate) fn truncate(text: &str, longest: usize) -> &str {
    let end = (0..=longest.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_short_and_has_nothing_hidden() {
        let redact = |text: &str| text.replace("secret", "[redacted]");
        assert_eq!(redact_and_truncate("a\u{1b}[2J\nb secret \u{202e}c", redact), "a [2J b [redacted]  c");
        let long = redact_and_truncate(&"\u{e9}".repeat(1_000_000), redact);
        assert_eq!((long.chars().count(), long.ends_with("\u{e9}...")), (LONGEST + 3, true));
        assert_eq!(truncate("a\u{e9}", 2), "a");
    }
}
