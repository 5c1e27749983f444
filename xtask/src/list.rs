//! `cargo xtask list`: lists captured operations.

use anyhow::{Result, bail};
use clientwright::diagnostic::Severity;
use clientwright::ir::{Api, Operation};

use crate::status::{Status, is_coloured};
use crate::{diagnostics, load, terminal};

/// Arguments of `list`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The API, by its folder under spec/. Default: all.
    api: Option<String>,
    /// The output format.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
}

/// An operation in the list.
#[derive(serde::Serialize)]
struct Row {
    api: String,
    operation: String,
    id: String,
    tags: Vec<String>,
    source: Option<String>,
    retrieved: Option<String>,
    codes: Vec<String>,
    rust: String,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let workspace = load::workspace()?;
    let mut apis = load::apis(&workspace)?;
    if let Some(api) = &arguments.api {
        if !apis.contains(api) {
            bail!("there is no API `{api}` under spec; choose one of {}", apis.join(", "));
        }
        apis.retain(|name| name == api);
    }
    let mut rows = Vec::new();
    let mut status = Status::Done;
    for name in &apis {
        let input = load::input(&workspace, name)?;
        let (api, diagnostics) = clientwright::described(&input);
        let Some(api) = api else {
            terminal::write_stderr(&diagnostics::draw(
                &input,
                &diagnostics,
                is_coloured(),
                Severity::Warning,
            ));
            status = Status::Rejected;
            continue;
        };
        rows.extend(
            api.operations
                .iter()
                .filter(|operation| !operation.is_variant)
                .map(|operation| row(name, &api, operation)),
        );
    }
    match arguments.format {
        Format::Json => terminal::print_json(&rows)?,
        Format::Table => terminal::print(&rows.iter().map(text).collect::<String>())?,
    }
    Ok(status)
}

fn row(name: &str, api: &Api, operation: &Operation) -> Row {
    let tags =
        operation.tags.iter().filter_map(|index| api.tags.get(*index)).map(|tag| tag.name.clone()).collect();
    let listed = operation.failures().flat_map(|reply| {
        let codes = reply.codes.iter().filter_map(|listed| api.error_codes.get(listed.code));
        codes.map(|code| format!("{} {}", reply.status, code.value))
    });
    Row {
        api: name.to_owned(),
        operation: format!("{} {}", operation.method, operation.path),
        id: operation.id.clone(),
        tags,
        source: operation.source.as_ref().map(|source| source.name.clone()),
        retrieved: operation.source.as_ref().and_then(|source| source.retrieved.clone()),
        codes: listed.collect(),
        rust: format!("{}::Client::{}", api.package.replace('-', "_"), operation.function),
    }
}

/// Returns a paragraph: the route, and details below it.
fn text(row: &Row) -> String {
    let Row { operation, id, tags, source, retrieved, codes, rust, .. } = row;
    let mut lines = vec![operation.clone(), format!("    {rust} ({id})")];
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("    {name}: {value}"));
        }
    };
    line("tags", tags.join(", "));
    let day = retrieved.as_ref().map(|day| format!(", {day}")).unwrap_or_default();
    line("source", source.as_ref().map(|source| format!("{source}{day}")).unwrap_or_default());
    line("codes", codes.join(", "));
    lines.iter().map(|line| format!("{}\n", terminal::visible(line))).collect()
}
