//! `codegen.toml`: what a description cannot say.

pub mod crate_name;
mod types;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::document::{SourceFile, Span};

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
    /// Names that are to be others than the document's.
    pub rename: Rename,
    /// Types that stand for schemas, and for formats of text.
    pub types: Types,
    /// Security schemes that the document does not have, by name. Every operation without a `security` of its own takes
    /// any one of them.
    pub authentication: BTreeMap<String, Authentication>,
    /// Operations whose replies are pages of a list, by `operationId` or as `GET /path`.
    pub pagination: BTreeMap<String, Pagination>,
    /// Where the names of things in the document are written.
    #[serde(skip)]
    pub places: BTreeMap<String, Span>,
}

impl Config {
    /// The names by which the settings speak of things in the document.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let Rename { operations, schemas, properties, parameters } = &self.rename;
        let renamed = [operations, schemas, properties, parameters].into_iter().flat_map(BTreeMap::keys);
        let types = self.types.schemas.keys().chain(self.types.formats.keys());
        renamed.chain(types).chain(self.pagination.keys())
    }
}

/// What the crates are called, and what their manifests say. What is not given here is the workspace's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The client crate, unless the command names it; the model crate is this and `-models`. Without it: the folder's name.
    pub name: Option<String>,
    /// The version of both.
    pub version: Option<String>,
    /// Their license, as an SPDX expression.
    pub license: Option<String>,
    /// Where they are developed.
    pub repository: Option<String>,
    /// The oldest Rust that they build with.
    pub rust_version: Option<String>,
}

/// Names by the names that they replace. Each is bent to the form that Rust wants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rename {
    /// Methods, by `operationId` or as `POST /path`.
    pub operations: BTreeMap<String, String>,
    /// Types: components by their key, others by the name that they would have.
    pub schemas: BTreeMap<String, String>,
    /// Fields, as `Type.property`, with the type's name in Rust and the property's on the wire.
    pub properties: BTreeMap<String, String>,
    /// Arguments, as `operationId.parameter`.
    pub parameters: BTreeMap<String, String>,
}

/// How the pages of an operation follow each other. Nothing of this is guessed. One of `cursor` (with `parameter`), `link`
/// and `page` says what leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pagination {
    /// Where the items stand in a reply, as a JSON pointer such as `/invitations`; nothing for the reply as a whole.
    #[serde(default)]
    pub items: String,
    /// Where the reply has what leads to the next page, as a JSON pointer such as `/next_page`.
    pub cursor: Option<String>,
    /// The parameter of the query that takes it.
    pub parameter: Option<String>,
    /// Whether the header `Link` leads to the next page.
    #[serde(default)]
    pub link: bool,
    /// The parameter of the query that counts pages.
    pub page: Option<String>,
    /// The number of the first page, 1 unless it is given.
    pub first: Option<u64>,
}

/// Types of yours. Each has to be `Clone`, `Debug`, `PartialEq`, and serde's `Serialize` and `Deserialize`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Types {
    /// For components, by their key.
    pub schemas: BTreeMap<String, Replacement>,
    /// For text of a format, such as `decimal`.
    pub formats: BTreeMap<String, Replacement>,
}

/// A type that stands for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Replacement {
    /// Its path, such as `rust_decimal::Decimal`.
    pub rust: String,
    /// Its crate, as a line of a manifest: `rust_decimal = "1"`.
    pub dependency: Option<String>,
}

/// A security scheme, in the words of a
/// [security scheme object](https://spec.openapis.org/oas/v3.0.3#security-scheme-object).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Authentication {
    /// `http` or `apiKey`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The word before the secret, for `http`.
    pub scheme: Option<String>,
    /// `header`, `query` or `cookie`, for `apiKey`.
    #[serde(rename = "in")]
    pub place: Option<String>,
    /// The header's, parameter's or cookie's name, for `apiKey`.
    pub name: Option<String>,
}

impl Types {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Replacement> {
        self.schemas.values().chain(self.formats.values())
    }
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
pub fn read(file: u32, source: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Config> {
    let parsed = toml::from_str::<Config>(&source.text).map_err(|error| {
        let range = error.span().unwrap_or_default();
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let span = Span { file, start: place(range.start), end: place(range.end) };
        Diagnostic::error("configuration", span, error.message().trim_end_matches('\n').replace('\n', "; "))
    });
    let mut config = parsed.map_err(|diagnostic| diagnostics.push(diagnostic)).ok()?;
    config.places = config.names().map(|name| (name.clone(), place(file, source, name))).collect();
    let whole = Span { file, start: 0, end: 0 };
    for path in [&config.errors.code_path, &config.errors.message_path].into_iter().flatten() {
        if !path.starts_with('/') {
            let message = format!("`{path}` is not a path into a body");
            diagnostics.push(
                Diagnostic::error("configuration", whole, message)
                    .with_help("write it as in `/errors/*/code`"),
            );
        }
    }
    if let Some(pattern) = config.errors.code_in_description.as_ref().filter(|text| !text.contains("{code}"))
    {
        let message = format!("`{pattern}` does not locate the code");
        diagnostics.push(
            Diagnostic::error("configuration", whole, message)
                .with_help("write it as in \"(code: `{code}`)\""),
        );
    }
    types::check(&config, file, source, diagnostics);
    Some(config)
}

/// Whether a configuration names the client crate, or cannot be read, which is reported when it is.
pub fn names_crate(source: &SourceFile) -> bool {
    read(0, source, &mut Vec::new()).is_none_or(|config| config.package.name.is_some())
}

/// Where a text stands in a configuration: its first occurrence.
pub fn place(file: u32, source: &SourceFile, text: &str) -> Span {
    let byte = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    match source.text.find(text) {
        Some(start) => Span { file, start: byte(start), end: byte(start + text.len()) },
        None => Span { file, start: 0, end: 0 },
    }
}
