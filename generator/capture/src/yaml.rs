//! Writes YAML in the layout of fragments: block style, two spaces, folded text, and quotes only if needed.

use clientwright::document::is_hidden;
use serde_json::Value;

/// The maximum line width for text that can be wrapped.
const WIDTH: usize = 120;

/// Writes a value as a file.
pub(super) fn file(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(object) if !object.is_empty() => entries(&mut out, value, 0),
        other => out.push_str(&format!("{}\n", inline(other))),
    }
    out
}

/// Writes the entries of an object on separate lines.
pub(super) fn entries(out: &mut String, object: &Value, indent: usize) {
    for (key, value) in object.as_object().into_iter().flatten() {
        entry(out, key, value, indent);
    }
}

/// Writes an entry of an object.
pub(super) fn entry(out: &mut String, key: &str, value: &Value, indent: usize) {
    let key = scalar(key);
    out.push_str(&format!("{}{key}:", " ".repeat(indent)));
    after_key(out, value, indent, indent + key.len() + 1);
}

/// Writes an item of an array.
pub(super) fn item(out: &mut String, value: &Value, indent: usize) {
    let dash = format!("{}-", " ".repeat(indent));
    out.push_str(&dash);
    match value {
        Value::Object(object) if !object.is_empty() => {
            let mut inner = String::new();
            entries(&mut inner, value, indent + 2);
            out.push(' ');
            out.push_str(inner.trim_start());
        }
        other => after_key(out, other, indent, dash.len()),
    }
}

/// Writes the rest of a line after a key's colon or an item's dash.
pub(super) fn after_key(out: &mut String, value: &Value, indent: usize, column: usize) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            out.push('\n');
            entries(out, value, indent + 2);
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('\n');
            items.iter().for_each(|value| item(out, value, indent + 2));
        }
        Value::String(text) if is_literal(text) => block(out, text, indent + 2),
        Value::String(text) if is_block(text) && column + 3 + text.len() > WIDTH && text.contains(' ') => {
            folded(out, text, indent + 2);
        }
        other => out.push_str(&format!(" {}\n", inline(other))),
    }
}

/// Whether a text can be a folded block.
fn is_block(text: &str) -> bool {
    let printable = |letter: char| letter == '\n' || is_printable(letter);
    let clean = |line: &str| line.trim_end_matches([' ', '\t']) == line;
    !text.starts_with([' ', '\n', '\t'])
        && !text.ends_with('\n')
        && !text.contains("  ")
        && text.chars().all(printable)
        && text.split('\n').all(clean)
        && !text.split('\n').any(|line| line.starts_with([' ', '\t']))
}

/// Whether a text of several lines can be a literal block.
fn is_literal(text: &str) -> bool {
    let clean = |line: &str| line.trim_end_matches(' ') == line && line.chars().all(is_printable);
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.split('\n').all(clean)
}

fn block(out: &mut String, text: &str, indent: usize) {
    out.push_str(" |-\n");
    for line in text.split('\n') {
        let pad = if line.is_empty() { 0 } else { indent };
        out.push_str(&format!("{}{line}\n", " ".repeat(pad)));
    }
}

fn folded(out: &mut String, text: &str, indent: usize) {
    out.push_str(" >-\n");
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        // Empty collections, numbers, booleans and null are the same in JSON.
        other => other.to_string(),
    }
}

/// Returns a key without the colon.
pub(super) fn key(text: &str) -> String {
    scalar(text)
}

/// The maximum length of a key in bytes; YAML allows 1024 characters ([YAML 1.2, section
/// 7.4](https://yaml.org/spec/1.2.2/#74-flow-collection-styles)).
const MAX_KEY: usize = 1000;

/// The message for a longer key.
pub(super) const TOO_LONG: &str = "this name exceeds YAML's limit of 1024 characters for a key";

/// Whether a text can be a key.
pub(super) fn is_key(text: &str) -> bool {
    scalar(text).len() <= MAX_KEY
}

/// Returns a text on one line, with quotes unless every parser reads it as a string without them.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if is_printable(letter) => out.push(letter),
            letter => out.push_str(&format!("\\U{:08x}", u32::from(letter))),
        }
    }
    out.push('"');
    out
}

fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];
    let first = text.chars().next().is_some_and(|first| first.is_ascii_alphabetic() || "/$_".contains(first));
    let plain = |letter: char| {
        letter.is_ascii_graphic() || letter == ' ' || (is_printable(letter) && letter.is_alphanumeric())
    };
    first
        && text.chars().all(plain)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains("  ")
        && !text.ends_with([':', ' '])
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether YAML takes a letter as it is, and a reader sees it.
fn is_printable(letter: char) -> bool {
    !is_hidden(letter) && !matches!(letter, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use clientwright::document::SourceFile;
    use clientwright::load::parse::read;

    #[test]
    fn what_is_written_reads_as_what_was_meant() {
        let long = "word ".repeat(60);
        let values = json!({
            "plain": "a b", "/path/{id}": {"$ref": "#/components/x", "200": {}, "empty": [], "404": {"a": [[1, 2], [], {"b": null}]}},
            "texts": ["", " ", "true", "1.0", "2024-01-01", "a: b", "a #b", "- x", "* y", "\"q\" \\", "\u{0}\u{2028}\u{feff}\u{85}é",
                "a\nb", "a\n\nb\n", " lead\nx", "x \ny", "a  b", "tab\tx", "http://a.b:1/c", "n", "%x", "`x`", "a:", "@x", "x\r\ny", "---", "? a", "a\n  b\n\nc  d", "<<"],
            "hidden": ["a\u{ad}b", "\u{61c}x", "a\u{e0041}\nb", "a\u{180e}b"], "<<": "no merge",
            "long": long.trim(), "two": format!("{0}\n{0}", long.trim()), "wide": "x".repeat(300), "deep": [{"x": long.trim(), "y": ["z"]}],
            "hash": format!("# {long} # x"), "number": 1.5, "yes": true, "": "empty key", "a: b": 1, "~": 2, "- c": 3,
        });
        let text = file(&values);
        let source = SourceFile { path: String::new(), text: text.clone() };
        let mut diagnostics = Vec::new();
        let node = read(0, &source, &mut diagnostics);
        assert_eq!(node.map(|node| node.to_json()), Some(values), "{text}\n{diagnostics:?}");
    }
}
