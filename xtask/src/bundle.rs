//! `cargo xtask bundle`: the merged description of an API, for validators, viewers and whoever else reads OpenAPI.

use anyhow::{Result, bail};
use generator::finding::Severity;

use crate::status::{Status, is_coloured};
use crate::{diagnostics, load, terminal};

/// What `bundle` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The API, by the name of its folder under spec/. It can be left out where there is only one.
    api: Option<String>,
    /// The form of the text.
    #[arg(long, value_enum, default_value = "yaml")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Yaml,
    Json,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let workspace = load::workspace()?;
    let apis = load::apis(&workspace)?;
    let api = match (&arguments.api, apis.as_slice()) {
        (Some(api), known) if known.contains(api) => api,
        (None, [only]) => only,
        (Some(api), known) => bail!("there is no API `{api}` under spec; there is {}", known.join(", ")),
        (None, known) => bail!("which API: {}?", known.join(", ")),
    };
    let input = load::input(&workspace, api)?;
    let (root, findings) = generator::bundled(&input);
    terminal::tell(&diagnostics::draw(&input, &findings, is_coloured(), Severity::Warning));
    let Some(root) = root else { return Ok(Status::Rejected) };
    match arguments.format {
        Format::Yaml => terminal::print_document(&serde_yaml::to_string(&root.to_json())?)?,
        Format::Json => terminal::print_json(&root.to_json())?,
    }
    Ok(Status::Done)
}
