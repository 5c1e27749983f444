//! Checks examples against formats.

use super::super::Context;
use super::parts::Leaves;
use crate::diagnostic::Diagnostic;
use crate::document::Node;

/// Reports examples of `date-time` without an offset: a response with such a value cannot be decoded.
pub(super) fn check_date_time(context: &mut Context<'_>, leaves: &Leaves<'_>) {
    for node in &leaves.nodes {
        let several = node.get("examples").and_then(Node::as_array).unwrap_or_default();
        for example in node.get("example").into_iter().chain(several) {
            let Some(text) = example.as_text().filter(|text| is_local(text)) else { continue };
            let message = format!(
                "the example `{text}` has no offset, but a `date-time` of RFC 3339 needs one, as in `{}Z`; a response with such a value cannot be decoded",
                text.replace(' ', "T")
            );
            let diagnostic = Diagnostic::warning("example-format", example.span, message)
                .with_help("write `formats.date-time = { rust = \"String\" }` under `[types]` in `codegen.toml` if the API sends such values");
            if !context.diagnostics.contains(&diagnostic) {
                context.diagnostics.push(diagnostic);
            }
        }
    }
}

/// Whether a text is a date and time without an offset.
fn is_local(text: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fits = |(byte, shape): (u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        other => byte == *other,
    };
    whole.len() == SHAPE.len()
        && whole.bytes().zip(SHAPE).all(fits)
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn date_time_without_offset_is_local() {
        for text in ["2020-01-01T00:00:00", "2020-01-01 00:00:00.123"] {
            assert!(is_local(text), "{text}");
        }
        for text in ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.1+01:00", "2020-01-01", "soon", ""] {
            assert!(!is_local(text), "{text}");
        }
    }
}
