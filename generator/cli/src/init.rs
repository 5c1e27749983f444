//! `clientwright init`: writes a project file with every key.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clientwright::config::keys::{self, Key};
use clientwright::config::project;

use crate::generate::{crate_name, source};
use crate::project::inside;
use crate::status::{Status, say};
use crate::terminal;

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The document: OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0, as YAML or JSON.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
    /// The name of the API and of the client crate.
    #[arg(long, value_parser = crate_name)]
    name: String,
    /// The folder for the generated crates. Default: the name.
    #[arg(long, value_name = "DIR")]
    out: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Fails if the document cannot be read, or the file cannot be written.
pub fn run(arguments: &Arguments) -> Result<Status> {
    let Arguments { spec, name, out } = arguments;
    if let Some(message) = source::not_a_file(spec) {
        terminal::print_error(&message);
        return Ok(Status::Usage);
    }
    source::read(spec)?;
    let out = out.as_ref().unwrap_or(name);
    if let Err(why) = inside(Path::new(""), out) {
        terminal::print_error(&format!("--out \"{out}\": {why}"));
        return Ok(Status::Rejected);
    }
    let spec = spec.to_string_lossy().replace('\\', "/");
    let file = project::NAME;
    let mut created = match File::create_new(file) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            terminal::print_error(&format!(
                "{file} exists; nothing was written; add this to it:\n\n[api.{name}]\nspec = {}\nout = {}",
                quoted(&spec),
                quoted(out)
            ));
            return Ok(Status::Rejected);
        }
        created => created.with_context(|| format!("writing {file}"))?,
    };
    created.write_all(text(name, &spec, out).as_bytes()).with_context(|| format!("writing {file}"))?;
    say("Written", &format!("{file}; next: `clientwright generate`"));
    Ok(Status::Done)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns a project file with every key, those without effect as comments.
fn text(name: &str, spec: &str, out: &str) -> String {
    let keys = keys::all();
    let mut text = format!(
        "# Settings for `clientwright generate` and `clientwright check`. Paths are relative to this file.\n\
         # Remove the `#` before a key to set it. `clientwright config` prints all keys.\n\n[api.{name}]\n"
    );
    let set = [("spec", spec), ("out", out)];
    let is_set = |key: &&Key| key.table.is_empty() && set.iter().any(|(name, _)| *name == key.name);
    for (wanted, value) in set {
        for key in keys.iter().filter(is_set).filter(|key| key.name == wanted) {
            comment(&mut text, &key.doc);
            text += &format!("{wanted} = {}\n", quoted(value));
        }
    }
    let mut table: &[String] = &[];
    let mut above = String::new();
    for key in keys.iter().filter(|key| !is_set(key)) {
        if key.kind.is_none() {
            comment(&mut above, &key.doc);
            continue;
        }
        if key.table != table {
            table = &key.table;
            // A table for each of several names has no effect only if it is absent.
            let mark = if table.iter().any(|part| part == "NAME") { "#" } else { "" };
            text += &format!("\n{above}{mark}[api.{name}.{}]\n", table.join("."));
            above.clear();
        }
        comment(&mut text, &key.doc);
        text += &format!("#{} = {}\n", key.name, key.example);
    }
    text
}

/// Adds documentation as comments.
fn comment(text: &mut String, doc: &str) {
    doc.lines().for_each(|line| *text += &format!("# {line}\n"));
}

#[cfg(test)]
mod tests {
    use clientwright::config;
    use clientwright::document::SourceFile;

    use super::*;

    #[test]
    fn every_commented_key_is_accepted() {
        let text = text("shop", "api.yaml", "shop");
        let is_prose = |line: &&str| line.starts_with("# ");
        let lines = text.lines().filter(|line| !is_prose(line)).map(|line| line.trim_start_matches('#'));
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        let source = SourceFile { path: project::NAME.to_owned(), text };
        assert_eq!(project::read(&source).unwrap_or_default().len(), 1, "{}", source.text);
        let mut found = Vec::new();
        config::read(0, &source, Some("shop"), &mut found);
        // Only the values are not sensible.
        assert!(found.iter().all(|found| !found.message.contains("unknown")), "{found:?}");
    }
}
