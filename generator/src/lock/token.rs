//! Texts of a document as words of a line.

use std::fmt::Write;

/// Returns a text without white space. Letters that a line gives a meaning are percent-encoded.
pub fn token(text: &str) -> String {
    encoded(text, |letter| letter.is_whitespace())
}

/// Returns the place of an operation or a component.
pub fn place(name: &str, is_operation: bool) -> String {
    token(name) + if is_operation { "()" } else { "" }
}

/// Returns a place within another one.
pub fn within(place: String, text: &str) -> String {
    let name = |name| encoded(name, |letter| letter.is_whitespace() || letter == '/');
    if text.is_empty() { place } else { place + "/" + &name(text) }
}

fn encoded(text: &str, is_special: impl Fn(char) -> bool) -> String {
    let mut token = String::with_capacity(text.len());
    for (index, letter) in text.chars().enumerate() {
        let begins_mark = index == 0 && matches!(letter, '(' | '.' | '#');
        if begins_mark || letter == '%' || letter.is_control() || is_special(letter) {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(token, "%{byte:02X}");
            }
        } else {
            token.push(letter);
        }
    }
    if token.is_empty() { "%".to_owned() } else { token }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_has_no_white_space() {
        for (text, expected) in [
            ("a b", "a%20b"),
            ("", "%"),
            ("50%", "50%25"),
            ("(unused)", "%28unused)"),
            ("a/b", "a/b"),
            ("ä\u{a0}", "ä%C2%A0"),
        ] {
            assert_eq!(token(text), expected);
        }
        assert_eq!(within(place("list users", true), "a/b"), "list%20users()/a%2Fb");
    }
}
