//! `codegen.toml`: what a description cannot say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::source::SourceFile;
use crate::tree::Span;

/// The settings of one API.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The crates that are made.
    #[serde(rename = "crate")]
    pub package: Package,
    /// Environment variables that the client reads.
    pub environment: Environment,
    /// Where error replies keep codes and messages.
    pub errors: Errors,
}

/// What the crates are called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The client crate; the model crate is this and `-models`. Without it: the folder's or the document's name.
    pub name: Option<String>,
}

/// Environment variables, in each list the first that is set counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Environment {
    /// The address of the API.
    pub endpoint: Vec<String>,
    /// The time for one call.
    pub timeout: Vec<String>,
    /// The secret of a security scheme, by the scheme's name in the document.
    pub credentials: BTreeMap<String, Vec<String>>,
}

/// Where an error reply says what went wrong. Paths have the form of a JSON pointer, with `*` for every item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Errors {
    /// The header with a reply's codes. Its `enum` lists them.
    pub code_header: Option<String>,
    /// The codes in the body, such as `/errors/*/code`.
    pub code_path: Option<String>,
    /// The messages in the body, such as `/errors/*/message`.
    pub message_path: Option<String>,
    /// How a reply's description names a code, with `{code}` for it. The text before it says what the code means.
    pub code_in_description: Option<String>,
}

/// Reads a `codegen.toml`. `file` is its place in the list of files that were given.
pub fn read(file: u32, source: &SourceFile, findings: &mut Vec<Finding>) -> Option<Config> {
    let parsed = toml::from_str::<Config>(&source.text).map_err(|error| {
        let range = error.span().unwrap_or_default();
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let span = Span { file, start: place(range.start), end: place(range.end) };
        Finding::error("configuration", span, error.message().trim_end_matches('\n').replace('\n', "; "))
    });
    let config = parsed.map_err(|finding| findings.push(finding)).ok()?;
    let whole = Span { file, start: 0, end: 0 };
    for path in [&config.errors.code_path, &config.errors.message_path].into_iter().flatten() {
        if !path.starts_with('/') {
            let message = format!("`{path}` is no path into a body");
            findings.push(
                Finding::error("configuration", whole, message).with_help("write it like `/errors/*/code`"),
            );
        }
    }
    if let Some(pattern) = config.errors.code_in_description.as_ref().filter(|text| !text.contains("{code}"))
    {
        let message = format!("`{pattern}` does not say where the code stands");
        findings.push(
            Finding::error("configuration", whole, message).with_help("write it like \"(code: `{code}`)\""),
        );
    }
    Some(config)
}
