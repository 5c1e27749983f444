//! `clientwright generate` and `clientwright check`: every API of a project file, or one document.

mod folder;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clientwright::config::accepted;
use clientwright::config::project::{self, Api};
use clientwright::diagnostic::{Severity, nearest};
use clientwright::document::SourceFile;
use clientwright::{Input, Reported};

pub(crate) use folder::inside;

use crate::generate::{self, source};
use crate::plan::Mode;
use crate::status::{Status, is_coloured};
use crate::{accept, diagnostics, names, terminal};

/// Arguments of `generate` and `check`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only these APIs of the project file.
    #[arg(value_name = "API", conflicts_with = "spec")]
    apis: Vec<String>,
    /// The project file. Default: `clientwright.toml` in the current folder or the nearest one above.
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    project: Option<PathBuf>,
    #[command(flatten)]
    one: generate::Arguments,
}

/// A project: a file, and the folder that its paths are relative to.
struct Project {
    folder: PathBuf,
    source: SourceFile,
    apis: BTreeMap<String, Api>,
}

/// Runs the command. The worst status of the APIs counts.
///
/// # Errors
/// Fails if a file cannot be read or written, or the generator has a defect.
pub fn run(arguments: &Arguments, mode: Mode) -> Result<Status> {
    if arguments.one.spec.is_some() {
        return generate::run(&arguments.one, mode);
    }
    let Some(file) = arguments.project.clone().or_else(find) else {
        let name = project::NAME;
        terminal::print_error(&format!(
            "there is no `{name}` here or in a folder above; write one with `clientwright init --spec FILE --name NAME`, or use `--spec`, `--out` and `--name`"
        ));
        return Ok(Status::Usage);
    };
    let source = source::read(&file)?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let project = match project::read(&source) {
        Ok(apis) => Project { folder, source, apis },
        Err(found) => {
            draw(source, &found);
            return Ok(Status::Rejected);
        }
    };
    let Some(outs) = project.outs() else { return Ok(Status::Rejected) };
    if let Some(message) = project.unknown(&arguments.apis) {
        terminal::print_error(&message);
        return Ok(Status::Usage);
    }
    let mut status = Status::Done;
    let mut generated = Vec::new();
    for (name, api) in &project.apis {
        let Some(out) = outs.get(name) else { continue };
        if arguments.apis.is_empty() || arguments.apis.contains(name) {
            match generate::generate(&project.arguments(name, api, out, &arguments.one)?)? {
                Ok(one) => generated.push(one),
                Err(ended) => status = status.max(ended),
            }
        }
    }
    let file = Some(project.folder.join(accepted::NAME)).filter(|file| file.is_file());
    let is_whole = generated.len() == project.apis.len();
    if !accept::apply(file.as_deref(), is_whole, &mut generated)? {
        return Ok(Status::Rejected);
    }
    for one in generated {
        status = status.max(generate::finish(one, mode)?);
    }
    Ok(status)
}

/// Returns the project file of the current folder, or of the nearest one above.
fn find() -> Option<PathBuf> {
    let here = PathBuf::from(project::NAME);
    if here.is_file() {
        return Some(here);
    }
    let current = std::env::current_dir().ok()?;
    current.ancestors().skip(1).map(|folder| folder.join(project::NAME)).find(|file| file.is_file())
}

/// Prints the findings about a file of settings.
pub(crate) fn draw(source: SourceFile, found: &[Reported]) {
    let input = Input { config: Some(source), ..Input::default() };
    terminal::write_stderr(&diagnostics::draw(&input, found, is_coloured(), Severity::Warning));
}

impl Project {
    /// Returns the output folder of each API, or reports why one is not possible.
    fn outs(&self) -> Option<BTreeMap<String, PathBuf>> {
        let mut outs: BTreeMap<String, PathBuf> = BTreeMap::new();
        for (name, api) in &self.apis {
            let out = api.out.as_deref().unwrap_or(name);
            let checked = inside(&self.folder, out).and_then(|path| {
                match outs.iter().find(|(_, other)| path.starts_with(other) || other.starts_with(&path)) {
                    Some((other, _)) => {
                        Err(format!("it overlaps with `out` of `{other}`; use another folder"))
                    }
                    None => Ok(path),
                }
            });
            match checked {
                Ok(path) => drop(outs.insert(name.clone(), path)),
                Err(why) => {
                    let file = &self.source.path;
                    terminal::print_error(&format!("{file}: `out` of `{name}` is \"{out}\": {why}"));
                    return None;
                }
            }
        }
        Some(outs)
    }

    /// Returns the error for a selected API that does not exist.
    fn unknown(&self, selected: &[String]) -> Option<String> {
        let name = selected.iter().find(|name| !self.apis.contains_key(*name))?;
        let known: Vec<&str> = self.apis.keys().map(String::as_str).collect();
        let file = &self.source.path;
        Some(match nearest(name, known.iter().copied()) {
            Some(near) => format!("{file} has no API `{name}`; use `{near}`"),
            None => format!("{file} has no API `{name}`; it has {}", known.join(", ")),
        })
    }

    /// Returns the arguments for an API. Those of the command line are added.
    fn arguments(
        &self,
        name: &str,
        api: &Api,
        out: &Path,
        given: &generate::Arguments,
    ) -> Result<generate::Arguments> {
        let path = |text: &String| match source::not_a_file(Path::new(text)) {
            Some(_) => PathBuf::from(text),
            None => self.folder.join(text),
        };
        let runtime = match &api.runtime {
            Some(text) => text
                .parse::<generate::runtime::Choice>()
                .map_err(anyhow::Error::msg)
                .with_context(|| format!("{}: `runtime` of `{name}`", self.source.path))?,
            None => generate::runtime::Choice::default(),
        };
        let names = inside(&self.folder, &format!("{name}.{}", names::NAME));
        Ok(generate::Arguments {
            names: Some(names.map_err(anyhow::Error::msg).with_context(|| format!("the names of `{name}`"))?),
            prune_names: given.prune_names,
            spec: Some(path(&api.spec)),
            out: Some(out.to_string_lossy().into_owned()),
            root: api.root.as_ref().map(path),
            keep_going: api.keep_going || given.keep_going,
            deny_warnings: api.deny_warnings || given.deny_warnings,
            overlays: api.overlays.iter().map(path).collect(),
            tags: api.tags.clone(),
            operations: api.operations.clone(),
            runtime: runtime.below(&self.folder),
            limits: given.limits,
            format: given.format,
            report: given.report,
            print_config: given.print_config,
            project: Some((self.source.clone(), name.to_owned())),
            ..generate::Arguments::default()
        })
    }
}
