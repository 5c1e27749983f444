//! Reads the cases of `tests/protocol`.

use clientwright::diagnostic::Diagnostic;
use clientwright::document::{Node, SourceFile, Sources};
use clientwright::load::parse;
use generator_tests::spec::workspace;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::protocol::case::{Case, Suite};

/// All files, by name.
pub(crate) fn suites() -> Result<Vec<Suite>, String> {
    let folder = workspace().join("tests/protocol");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("tests/protocol: {error}"))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut suites = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let path = format!("tests/protocol/{name}");
        let text =
            std::fs::read_to_string(workspace().join(&path)).map_err(|error| format!("{path}: {error}"))?;
        suites.push(suite(SourceFile { path, text })?);
    }
    Ok(suites)
}

/// The cases of one file.
pub(crate) fn suite(source: SourceFile) -> Result<Suite, String> {
    let mut diagnostics = Vec::new();
    let tree = parse::read(0, &source, &mut diagnostics);
    let file = source.path.clone();
    let mut sources = Sources::default();
    sources.push(source, tree.clone());
    if let Some(diagnostic) = diagnostics.first() {
        return Err(format!("{}: {}", place(&sources, diagnostic), diagnostic.message));
    }
    let root = tree.ok_or_else(|| format!("{file}: nothing can be read"))?;
    let cases = root.get("cases").and_then(Node::as_array).ok_or_else(|| {
        format!("{file}: there is no list `cases`; begin with `api: <folder under spec>` and `cases:`")
    })?;
    let common = root.as_object().into_iter().flatten().filter(|(key, _)| *key != "cases");
    let common: Map<String, Value> = common.map(|(key, node)| (key.clone(), node.to_json())).collect();
    let common = read(common.into(), &file)?;
    let cases = cases.iter().map(|node| {
        let at = at(&sources, node);
        let case: Case = read(node.to_json(), &at)?;
        Ok(Case { place: at, ..case })
    });
    Ok(Suite { common, cases: cases.collect::<Result<_, String>>()? })
}

fn read<T: DeserializeOwned>(value: Value, place: &str) -> Result<T, String> {
    serde_json::from_value(value)
        .map_err(|error| format!("{place}: {error}; tests/client/tests/it/protocol/case.rs has the keys"))
}

fn place(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let at = sources.location(diagnostic.span);
    format!("{}:{}:{}", at.file, at.line, at.column)
}

fn at(sources: &Sources, node: &Node) -> String {
    let at = sources.location(node.span);
    format!("{}:{}:{}", at.file, at.line, at.column)
}
