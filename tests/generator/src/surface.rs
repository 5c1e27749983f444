//! The public surface of a crate: a line for each thing that a caller can name or stand on, without bodies and words.
//!
//! ```text
//! Client: struct { .. }                        fields that callers cannot see are two dots
//! Client: impl Clone                           derived, written, or made by a macro of the crate
//! Client: auto Send                            given by the compiler
//! Client::call: fn<T>(&self, at: T) where T: Route
//! Response.status: u16                            a field
//! ErrorKind: enum #[non_exhaustive]
//! ErrorKind::Timeout: variant
//! Transport: trait where Self: Send
//! Transport::send: required fn(&self)          or `provided`, where it has a body
//! header: use reqwest::header                  what another crate has
//! feature rustls: reqwest/rustls
//! ```
//!
//! It is read from source text, so it needs no build, and it follows `pub use` from the root. What is there under a condition
//! of compilation follows the rest, below a line `#[cfg(..)]`. [`crate::changes`] compares two surfaces.

mod autos;
mod expand;
mod implementations;
mod items;
mod source;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;

use autos::{Auto, Known};
use implementations::Names;
use source::{Source, What, name};

/// The surface of a crate, from its files by module name (`lib` for the root). Lines are sorted.
///
/// # Errors
/// Fails if a file is not Rust.
pub fn of_crate(files: &BTreeMap<String, String>) -> syn::Result<String> {
    let source = Source::of(files)?;
    let known = Known::of(&source);
    let mut lines = Vec::new();
    let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for public in source.public() {
        let made = match public.what {
            What::Foreign(from) => vec![format!("{}: use {from}", public.path)],
            What::Item(item) => {
                let name = name(item).unwrap_or_default();
                let mut made = items::lines(&public.path, item);
                made.extend(implementations::derived(&public.path, item));
                if matches!(item, Item::Struct(_) | Item::Enum(_)) {
                    let autos = [Auto::Send, Auto::Sync].into_iter().filter(|auto| known.is(*auto, &name));
                    made.extend(autos.map(|auto| format!("{}: auto {auto:?}", public.path)));
                }
                paths.entry(name).or_default().push(public.path);
                made
            }
        };
        lines.extend(made.into_iter().map(|line| when_there(line, &public.conditions)));
    }
    lines.extend(implementations::lines(&source, &Names::of(&source, paths)));
    Ok(grouped(lines))
}

/// Sorted lines: those that are always there, and then those of each condition, below it.
fn grouped(lines: Vec<Line>) -> String {
    let mut groups: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
    for (line, condition) in lines {
        groups.entry(condition).or_default().insert(line);
    }
    let groups = groups.into_iter().map(|(condition, lines)| {
        let heading = condition.map(|condition| format!("\n#[cfg({condition})]\n")).unwrap_or_default();
        heading + &lines.into_iter().collect::<Vec<_>>().join("\n")
    });
    groups.collect::<Vec<_>>().join("\n")
}

/// The features of a crate, from its manifest.
///
/// # Errors
/// Fails if it is not TOML.
pub fn of_manifest(text: &str) -> Result<String, toml::de::Error> {
    let manifest: toml::Table = toml::from_str(text)?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let lines = features.into_iter().flatten().map(|(name, needs)| {
        let needs = needs.as_array().into_iter().flatten().filter_map(toml::Value::as_str);
        let mut needs: Vec<&str> = needs.collect();
        needs.sort_unstable();
        format!("feature {name}: {}", needs.join(", ")).trim_end().to_owned()
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    Ok(lines.join("\n"))
}

/// A line, and the condition of compilation under which what it says is there.
type Line = (String, Option<String>);

fn when_there(line: String, conditions: &[String]) -> Line {
    match conditions {
        [] => (line, None),
        [one] => (line, Some(one.clone())),
        several => (line, Some(format!("all({})", several.join(", ")))),
    }
}
