//! Reads the table with an API's settings, with the spans of its keys and texts.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use super::{Config, keys, project};
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::{SourceFile, Span};

/// A table of a file.
pub(super) type Table<'t> = Spanned<DeTable<'t>>;

/// Reads the settings of an API. Without a name, the whole file is its table.
pub(super) fn read(file: u32, source: &SourceFile, api: Option<&str>) -> Result<Config, Vec<Diagnostic>> {
    let whole = parse(file, &source.text).map_err(|diagnostic| vec![diagnostic])?;
    let table = match api {
        Some(name) => {
            let of_command = keys::names::<project::Api>();
            let table = named(whole, name).unwrap_or_else(|| Spanned::new(0..0, DeTable::new()));
            Spanned::new(table.span(), part(table.into_inner(), |key| !of_command.contains(&key.to_owned())))
        }
        None => whole,
    };
    let mut places = BTreeMap::new();
    collect(file, table.get_ref(), &mut places);
    places.insert(String::new(), span(file, table.span()));
    let mut config: Config = value(file, table).map_err(|diagnostic| vec![diagnostic])?;
    config.places = places;
    if let (Some(name), None) = (api, &config.package.name) {
        let place = config.place("");
        config.places.entry(name.to_owned()).or_insert(place);
        config.package.name = Some(name.to_owned());
    }
    Ok(config)
}

/// Parses a file.
pub(super) fn parse(file: u32, text: &str) -> Result<Table<'_>, Diagnostic> {
    DeTable::parse(text).map_err(|error| diagnostic(file, &error))
}

/// Returns the table of an API.
fn named<'t>(whole: Table<'t>, api: &str) -> Option<Table<'t>> {
    let apis = whole.into_inner().remove(project::APIS)?.into_inner();
    let DeValue::Table(mut apis) = apis else { return None };
    let (key, value) = apis.remove_entry(api)?;
    let DeValue::Table(table) = value.into_inner() else { return None };
    Some(Spanned::new(key.span(), table))
}

/// Returns the entries of a table with these keys.
pub(super) fn part<'t>(table: DeTable<'t>, is_kept: impl Fn(&str) -> bool) -> DeTable<'t> {
    table.into_iter().filter(|(key, _)| is_kept(key.get_ref())).collect()
}

/// Converts a table into a value.
pub(super) fn value<T: DeserializeOwned>(file: u32, table: Table<'_>) -> Result<T, Diagnostic> {
    let value = Spanned::new(table.span(), DeValue::Table(table.into_inner()));
    T::deserialize(ValueDeserializer::from(value)).map_err(|error| diagnostic(file, &error))
}

/// Collects the first span of each key and text.
fn collect(file: u32, table: &DeTable<'_>, places: &mut BTreeMap<String, Span>) {
    for (key, value) in table {
        add(key.get_ref(), span(file, key.span()), places);
        collect_texts(file, value, places);
    }
}

fn collect_texts(file: u32, value: &Spanned<DeValue<'_>>, places: &mut BTreeMap<String, Span>) {
    match value.get_ref() {
        DeValue::String(text) => add(text, span(file, value.span()), places),
        DeValue::Array(items) => items.iter().for_each(|item| collect_texts(file, item, places)),
        DeValue::Table(table) => collect(file, table, places),
        _ => {}
    }
}

fn add(text: &str, span: Span, places: &mut BTreeMap<String, Span>) {
    let first = places.entry(text.to_owned()).or_insert(span);
    if span.start < first.start {
        *first = span;
    }
}

pub(super) fn span(file: u32, range: Range<usize>) -> Span {
    let byte = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    Span { file, start: byte(range.start), end: byte(range.end) }
}

/// Returns an error of the parser. For an unknown key or value, the help names the known ones, the nearest first.
fn diagnostic(file: u32, error: &Error) -> Diagnostic {
    let place = span(file, error.span().unwrap_or_default());
    let message = error.message().trim_end_matches('\n').replace('\n', "; ");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let error = |message: String| Diagnostic::error("configuration", place, message);
    if message.starts_with("unknown field") {
        return error(format!("unknown key `{first}`")).with_help(instead(first, &known));
    }
    if message.starts_with("unknown variant") {
        return error(format!("unknown value `{first}`")).with_help(instead(first, &known));
    }
    if message.starts_with("missing field") {
        return error(format!("the key `{first}` is missing"));
    }
    error(message)
}

/// Returns the help for an unknown name.
pub(super) fn instead(wanted: &str, known: &[&str]) -> String {
    let all: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    match nearest(wanted, known.iter().copied()) {
        Some(near) => format!("use `{near}`; known are {}", all.join(", ")),
        None => format!("use one of {}", all.join(", ")),
    }
}
