//! Dependencies of user-supplied types, as lines of a manifest.

use toml::{Table, Value};

/// Returns the crate of a line, and what is written for it. Dotted keys (`name.version = "1"`) become a table.
pub fn dependency(line: &str) -> Option<(String, String)> {
    let table =
        toml::from_str::<Table>(line).ok().filter(|table| table.len() == 1 && !line.contains('\n'))?;
    let (name, value) = table.into_iter().next()?;
    let plain = line.trim().strip_prefix(name.as_str()).and_then(|rest| rest.trim_start().strip_prefix('='));
    let written = plain.map_or_else(|| value.to_string(), |rest| rest.trim().to_owned());
    Some((name, written))
}

/// Whether two dependencies on a crate can be one: they differ in features only.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let parts = |text: &str| {
        let value = toml::from_str::<Table>(&format!("value = {text}")).ok()?.remove("value")?;
        let mut table = match value {
            Value::Table(table) => table,
            version => Table::from_iter([("version".to_owned(), version)]),
        };
        table.remove("features");
        Some(table)
    };
    parts(one) == parts(other)
}
