//! `cargo xtask bundle`: prints the merged document of an API, for tools that read OpenAPI.

use anyhow::{Result, bail};
use clientwright::diagnostic::Severity;

use crate::child::Format;
use crate::status::{Status, is_coloured};
use crate::{child, diagnostics, load, terminal};

/// Arguments of `bundle`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The API, by its folder under spec/. Optional if there is only one.
    api: Option<String>,
    /// The output format.
    #[arg(long, value_enum, default_value = "yaml")]
    format: Format,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<Status> {
    let workspace = load::workspace()?;
    let apis = load::apis(&workspace)?;
    let api = match (&arguments.api, apis.as_slice()) {
        (Some(api), known) if known.contains(api) => api,
        (None, [only]) => only,
        (Some(api), known) => bail!("there is no API `{api}` under spec; choose one of {}", known.join(", ")),
        (None, known) => bail!("there are several APIs; name one of {}", known.join(", ")),
    };
    let input = load::input(&workspace, api)?;
    let (text, diagnostics) = child::bundled(&input, arguments.format)?;
    terminal::write_stderr(&diagnostics::draw(&input, &diagnostics, is_coloured(), Severity::Warning));
    let Some(text) = text else { return Ok(Status::Rejected) };
    match arguments.format {
        Format::Yaml => terminal::print_document(&text)?,
        Format::Json => terminal::print_json_text(&text)?,
    }
    Ok(Status::Done)
}
