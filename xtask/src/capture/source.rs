//! Reads the source of a capture and finds the API that it belongs to.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clientwright::Input;
use clientwright::document::SourceFile;
use clientwright_capture::Changed;
use sha2::{Digest, Sha256};

use crate::plan::{Plan, State};
use crate::{load, terminal};

/// A text and its hash.
pub(super) struct Read {
    pub(super) file: SourceFile,
    pub(super) sha256: String,
}

/// Reads a page up to the maximum length. Returns None if it is not UTF-8.
pub(super) fn page(path: &Path) -> Result<Option<Read>> {
    let limit = clientwright_capture::page::MAX_BYTES as u64 + 1;
    let is_input = path.as_os_str() == "-";
    let name = if is_input { "<stdin>".to_owned() } else { path.to_string_lossy().replace('\\', "/") };
    let mut bytes = Vec::new();
    let read = match is_input {
        true => std::io::stdin().take(limit).read_to_end(&mut bytes),
        false => std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)),
    };
    read.with_context(|| format!("reading {name}"))?;
    let sha256 = hash(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(Read { file: SourceFile { path: name, text }, sha256 })),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            terminal::print_error(&format!("{name} is not UTF-8: byte {at} is invalid\n"));
            Ok(None)
        }
    }
}

/// A document with its referenced files, and the hash of its root file.
pub(super) struct Document {
    pub(super) input: Input,
    pub(super) sha256: String,
}

/// Reads a document.
pub(super) fn document(path: &Path) -> Result<Document> {
    let name = path.to_string_lossy().replace('\\', "/");
    let bytes = std::fs::read(path).with_context(|| format!("reading {name}"))?;
    let sha256 = hash(&bytes);
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
    let mut input =
        Input { origin: name.clone(), documents: vec![SourceFile { path: name, text }], ..Input::default() };
    load::add_referenced(&mut input, path.parent().unwrap_or(Path::new("")))?;
    Ok(Document { input, sha256 })
}

/// Returns the SHA-256 hash in hex.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the named API, or the one with the page's server. Reports an error and returns None if there is none. A page
/// without a server is rejected later, for any API.
pub(super) fn api(workspace: &Path, named: Option<&str>, page: &SourceFile) -> Result<Option<String>> {
    find(workspace, named, &page.path, || clientwright_capture::servers(page))
}

/// Returns the named API, or the one with the document's server.
pub(super) fn api_of_document(
    workspace: &Path,
    named: Option<&str>,
    document: &Input,
) -> Result<Option<String>> {
    find(workspace, named, &document.origin, || clientwright_capture::extract::servers(document))
}

fn find(
    workspace: &Path,
    named: Option<&str>,
    source: &str,
    servers: impl FnOnce() -> Vec<String>,
) -> Result<Option<String>> {
    let known = load::apis(workspace)?;
    if let Some(name) = named {
        if !known.iter().any(|api| api == name) {
            bail!("there is no API `{name}` under spec; choose one of {}", known.join(", "));
        }
        return Ok(Some(name.to_owned()));
    }
    let servers = servers();
    for api in &known {
        if servers.is_empty() || clientwright_capture::has_server(&load::input(workspace, api)?, &servers) {
            return Ok(Some(api.clone()));
        }
    }
    let (servers, known) = (servers.join(", "), known.join(", "));
    eprintln!("error: {source}: no API under spec has the server {servers}");
    eprintln!("  help: select it with `--api`; the APIs are {known}\n");
    Ok(None)
}

/// Returns the plan for changed files in an API's folder.
pub(super) fn plan(api: &str, files: &[Changed]) -> Plan {
    let below = format!("spec/{api}/");
    let entry = |file: &Changed| {
        let path = file.path.strip_prefix(&below).unwrap_or(&file.path).to_owned();
        let state = match &file.old {
            Some(old) => State::Stale { old: old.clone().into_bytes() },
            None => State::Added,
        };
        (path, (state, Some(file.new.clone())))
    };
    Plan { files: files.iter().map(entry).collect() }
}
