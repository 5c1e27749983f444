//! Whether all operations and methods of an API have cases.

use generator_tests::spec::workspace;

use crate::protocol::case::{Case, Suite};
use crate::protocol::description::Description;
use crate::protocol::methods::{essence, methods};
use crate::protocol::run::APIS;

/// How many cases each operation has at least.
const LEAST: usize = 3;

/// What the cases of an API are about.
pub(crate) struct Coverage {
    pub(crate) operations: usize,
    /// What has no case, or not enough of them.
    pub(crate) missing: Vec<String>,
}

/// The folders under `spec` that hold a description.
pub(crate) fn apis() -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(workspace().join("spec")).map_err(|error| format!("spec: {error}"))?;
    let folders = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let folders = folders.filter(|path| path.join("api.yaml").is_file());
    Ok(folders.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
}

/// Compares the cases of an API with its description and its client.
pub(crate) fn of(api: &str, suites: &[Suite]) -> Result<Coverage, String> {
    let suites = suites.iter().filter(|suite| suite.common.api == api);
    let cases: Vec<&Case> = suites.flat_map(|suite| &suite.cases).collect();
    let description = Description::read(api)?;
    let operations = description.operations();
    let mut missing = Vec::new();
    for operation in &operations {
        let count = cases.iter().filter(|case| case.operation == *operation).count();
        if count < LEAST {
            missing.push(format!(
                "`{operation}` of {api} has {count} cases, and needs {LEAST}: write them in tests/protocol"
            ));
        }
    }
    let lines = APIS.iter().find(|(known, _)| *known == api).map(|(_, lines)| *lines).unwrap_or_default();
    let methods = methods(api)?;
    for (name, method) in &methods {
        let line = lines.iter().find(|(known, _)| known == name).map(|(_, line)| *line);
        if line.is_none_or(|line| essence(line) != essence(&method.line)) {
            let file = format!("tests/client/tests/it/protocol/{}.rs", api.replace('-', "_"));
            missing.push(format!("{file} is to have the line `{}`", method.line));
        }
        if !cases.iter().any(|case| case.method() == *name && case.operation == method.operation) {
            missing.push(format!("`{name}` of {api} has no case of the operation `{}`", method.operation));
        }
    }
    for case in cases {
        let (name, operation) = (case.method(), &case.operation);
        if methods.get(&name).is_none_or(|method| method.operation != *operation) {
            missing.push(format!("{} `{name}` is no method of the operation `{operation}`", case.place));
        }
    }
    Ok(Coverage { operations: operations.len(), missing })
}
