//! Writes the `Cargo.toml` of a workspace of two generated crates.

/// Returns a text as a TOML string.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns the manifest. `header` is the first line.
pub(crate) fn manifest(crates: &[&String], header: &str) -> String {
    format!(
        r#"# {header}

[workspace]
resolver = "3"
members = {crates:?}
"#
    )
}
