//! Checks user-supplied types: each is a path, and its crate is known.

use std::collections::BTreeMap;

use super::Config;
use super::dependency::{agree, dependency};
use crate::diagnostic::Diagnostic;

/// Crates that a model crate can use without a `dependency`.
const KNOWN: [&str; 8] = ["std", "core", "alloc", "chrono", "jiff", "serde", "serde_json", "uuid"];

/// Checks the types of a configuration.
pub(super) fn check(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let mut error = |at: &str, message: String, help: String| {
        diagnostics.push(Diagnostic::error("configuration", config.place(at), message).with_help(help));
    };
    let lines = || config.types.all().filter_map(|replacement| replacement.dependency.as_deref());
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for line in lines() {
        let Some((name, written)) = dependency(line) else {
            let help = "write it as in `rust_decimal = \"1\"`".to_owned();
            error(line, format!("`{line}` is not a dependency"), help);
            continue;
        };
        if let Some(before) = seen.get(&name).filter(|before| !agree(before, &written)) {
            let message = format!("`{name}` is given as `{before}` and as `{written}`");
            error(line, message, "write the same version and source, features aside".to_owned());
        }
        seen.insert(name, written);
    }
    let crates: Vec<String> = seen.keys().map(|name| name.replace('-', "_")).collect();
    for path in config.types.all().map(|replacement| replacement.rust.as_str()) {
        let Ok(parsed) = syn::parse_str::<syn::TypePath>(path) else {
            let help = "write it as in `rust_decimal::Decimal`".to_owned();
            error(path, format!("`{path}` is not the path of a type"), help);
            continue;
        };
        let mut segments = parsed.path.segments.iter();
        let first = segments.next().map(|first| first.ident.to_string()).unwrap_or_default();
        let is_in_prelude = segments.next().is_none();
        if !is_in_prelude && !KNOWN.contains(&first.as_str()) && !crates.contains(&first) {
            let message = format!("no `dependency` declares the crate `{first}` of `{path}`");
            error(path, message, format!("add `dependency = '{first} = \"1\"'`, with its version"));
        }
    }
}
