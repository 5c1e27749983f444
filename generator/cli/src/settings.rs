//! `clientwright config` and `--print-config`: all settings with their documentation, and those in force.

use anyhow::Result;
use clientwright::config::keys::{self, Key};
use clientwright::config::project::{self, Api};
use clientwright::config::{self, Config};
use clientwright::diagnostic::Severity;
use clientwright::document::Sources;
use clientwright::{Input, report};

use crate::status::{Status, is_coloured};
use crate::{diagnostics, terminal};

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The output format.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Indented text.
    Text,
    /// Tables in Markdown.
    Markdown,
}

const HEAD: &str = "\
# Settings

All keys of `clientwright.toml`. `clientwright config` prints them, and `clientwright generate --print-config` those in force.

`clientwright.toml` has a table `[api.NAME]` for each API; its paths are relative to the file. A `codegen.toml` (`--config FILE`, and
`spec/<api>/codegen.toml` in this repository) is the inside of one such table in a file of its own, without the keys of `[api.NAME]` itself:
`[api.NAME.crate]` is `[crate]` there. `NAME` at another place is a name of the document.
";

/// Runs the command.
///
/// # Errors
/// Fails if stdout cannot be written.
pub fn run(arguments: &Arguments) -> Result<Status> {
    terminal::print(&match arguments.format {
        Format::Text => text(),
        Format::Markdown => markdown(),
    })?;
    Ok(Status::Done)
}

/// Returns all keys as indented text.
pub fn text() -> String {
    let mut text = String::new();
    for (table, keys) in tables() {
        text += &format!("{}{table}\n", if text.is_empty() { "" } else { "\n" });
        for key in keys {
            let Some(kind) = &key.kind else {
                text += &format!("  {}\n", key.doc);
                continue;
            };
            let default = match (&key.default, key.is_required) {
                (_, true) => ", required".to_owned(),
                (Some(default), _) => format!(", default {default}"),
                (None, _) => String::new(),
            };
            text += &format!("  {}: {kind}{default}\n      {}\n", key.name, key.doc);
        }
    }
    text
}

/// Returns the page `docs/configuration.md`.
pub fn markdown() -> String {
    let mut text = HEAD.to_owned();
    for (table, keys) in tables() {
        text += &format!("\n## `{table}`\n\n");
        let (docs, keys): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(|key| key.kind.is_none());
        docs.iter().for_each(|key| text += &format!("{}\n\n", key.doc));
        text += "| key | type | default | meaning |\n|---|---|---|---|\n";
        for key in keys {
            let default = match (&key.default, key.is_required) {
                (_, true) => "required".to_owned(),
                (Some(default), _) => format!("`{default}`"),
                (None, _) => String::new(),
            };
            let kind = key.kind.as_deref().unwrap_or_default();
            let doc = key.doc.replace('|', "\\|").replace('\n', " ");
            text += &format!("| `{}` | {kind} | {default} | {doc} |\n", key.name);
        }
    }
    text
}

/// Returns the tables that have keys, each with its heading, its documentation and its keys.
fn tables() -> Vec<(String, Vec<Key>)> {
    let mut tables: Vec<(String, Vec<Key>)> = Vec::new();
    let mut docs = Vec::new();
    let mut last = None;
    for key in keys::all() {
        if key.kind.is_none() {
            docs.push(key);
            continue;
        }
        if last.as_ref() != Some(&key.table) {
            last = Some(key.table.clone());
            let path: String = key.table.iter().map(|part| format!(".{part}")).collect();
            tables.push((format!("[api.NAME{path}]"), std::mem::take(&mut docs)));
        }
        if let Some((_, keys)) = tables.last_mut() {
            keys.push(key);
        }
    }
    tables
}

/// Prints the settings of an API in force as TOML, with the defaults.
pub(crate) fn print_in_force(input: &Input, api: &Api) -> Result<Status> {
    let mut found = Vec::new();
    let config = match &input.config {
        Some(source) => config::read(0, source, input.api.as_deref(), &mut found),
        None => Some(Config::default()),
    };
    let mut sources = Sources::default();
    input.config.iter().for_each(|source| sources.push(source.clone(), None));
    let found = report(found, &sources);
    terminal::write_stderr(&diagnostics::draw(input, &found, is_coloured(), Severity::Warning));
    let Some(mut config) = config else { return Ok(Status::Rejected) };
    config.package.name = input.name.clone().or(config.package.name);
    let name = input.api.as_ref().or(config.package.name.as_ref()).unwrap_or(&input.origin);
    terminal::print(&project::in_force(name, api, &config)?)?;
    Ok(Status::Done)
}
