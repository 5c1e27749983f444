//! Settings that a document cannot express: `codegen.toml`, or the table of an API in `clientwright.toml`.

pub mod accepted;
pub mod crate_name;
mod dependency;
mod derive;
mod formats;
pub mod keys;
mod layout;
mod package;
pub mod project;
mod table;
mod types;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::document::{SourceFile, Span};

pub use dependency::dependency;
pub use derive::DeriveGroup;
pub use formats::{Bytes, DateTimes, Decimals, UnixTimes};
pub use layout::Layout;
pub use package::Package;

/// The settings of an API.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// How the files are arranged, unless the command says so: `workspace`, `crates` or `module`.
    pub layout: Option<Layout>,
    /// Whether only the models are generated.
    pub models_only: bool,
    /// The generated crates.
    #[serde(rename = "crate")]
    pub package: Package,
    /// The environment variables that the client reads.
    pub environment: Environment,
    /// The locations of error codes and messages in responses.
    pub errors: Errors,
    /// Names that replace the document's.
    pub rename: Rename,
    /// User-supplied types for schemas and string formats.
    pub types: Types,
    /// Security schemes that the document lacks, by name. Every operation without its own `security` accepts any one of
    /// them.
    pub authentication: BTreeMap<String, Authentication>,
    /// Paginated operations, by `operationId` or as `GET /path`.
    pub pagination: BTreeMap<String, Pagination>,
    /// The spans of keys and texts; of the whole table as the empty text.
    #[serde(skip)]
    #[schemars(skip)]
    pub places: BTreeMap<String, Span>,
}

impl Config {
    /// Returns the span of a key or a text: its first occurrence, or the start of the table.
    pub fn place(&self, text: &str) -> Span {
        let found = self.places.get(text).or_else(|| self.places.get(""));
        found.copied().unwrap_or(Span { file: 0, start: 0, end: 0 })
    }

    /// Returns the names in the settings that refer to the document.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let Rename { operations, schemas, properties, parameters, .. } = &self.rename;
        let renamed = [operations, schemas, properties, parameters].into_iter().flat_map(BTreeMap::keys);
        let types = self.types.schemas.keys().chain(self.types.formats.keys());
        renamed.chain(types).chain(self.pagination.keys())
    }
}

/// New names by old names. Each is converted to Rust's casing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rename {
    /// Whether methods keep what frameworks add to an `operationId`: `create_flow_flows_post` (FastAPI),
    /// `ItemsController_findAll` (NestJS), `getUserUsingGET_1` (Springfox), `getUser_1` beside `getUser`, or a tag or path
    /// that is repeated.
    pub keep_operation_ids: bool,
    /// Methods by `operationId` or as `POST /path`.
    pub operations: BTreeMap<String, String>,
    /// Types: components by key, others by their generated name.
    pub schemas: BTreeMap<String, String>,
    /// Fields as `Type.property`, with the Rust name of the type and the wire name of the property.
    pub properties: BTreeMap<String, String>,
    /// Arguments as `operationId.parameter`.
    pub parameters: BTreeMap<String, String>,
}

/// The pagination of an operation, which is never guessed. One of `cursor` (with `parameter`), `link` and `page` says
/// how the next page is requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pagination {
    /// The items in a response, as a JSON pointer such as `/invitations`; empty for the whole body.
    #[serde(default)]
    pub items: String,
    /// The cursor of the next page in a response, as a JSON pointer such as `/next_page`.
    pub cursor: Option<String>,
    /// The query parameter that takes the cursor.
    pub parameter: Option<String>,
    /// Whether the header `Link` has the URL of the next page.
    #[serde(default)]
    pub link: bool,
    /// The query parameter that takes the page number.
    pub page: Option<String>,
    /// The number of the first page. Default: 1.
    pub first: Option<u64>,
}

/// Types for formats, and user-supplied types. Each of the latter must implement `Clone`, `Debug`, `PartialEq`, and
/// serde's `Serialize` and `Deserialize`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Types {
    /// The types of `date-time` and `date`: those of `chrono` (the default), `jiff` or `time`, or `string`.
    pub datetime: DateTimes,
    /// The type of `byte` and `base64url`: `base64` (the default) for bytes, or `string`.
    pub byte: Bytes,
    /// The type of integers of the formats `unixtime` and `unix-time`: `integer` (the default), or `datetime` for a type
    /// that converts from and into that of `date-time`.
    pub unixtime: UnixTimes,
    /// The type of `decimal`: `plain` (the default) for `String` or `f64`, or `rust_decimal`.
    pub decimal: Decimals,
    /// Crates whose trait every model implements, behind a feature of the crate's name: `schemars` (`JsonSchema`).
    #[schemars(with = "Vec<String>")]
    pub derive: Vec<DeriveGroup>,
    /// Types for components, by key.
    pub schemas: BTreeMap<String, Replacement>,
    /// Types for strings of a format, such as `decimal`.
    pub formats: BTreeMap<String, Replacement>,
}

/// A user-supplied type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Replacement {
    /// The path, such as `rust_decimal::Decimal`.
    pub rust: String,
    /// The crate, as a line of a manifest: `rust_decimal = "1"`.
    pub dependency: Option<String>,
    /// Whether the type implements `Eq` and `Hash`, so that types that contain it can.
    #[serde(default)]
    pub hash: bool,
}

/// A security scheme, with the keys of a [security scheme
/// object](https://spec.openapis.org/oas/v3.0.3#security-scheme-object).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Authentication {
    /// `http` or `apiKey`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP authentication scheme, for `http`.
    pub scheme: Option<String>,
    /// `header`, `query` or `cookie`, for `apiKey`.
    #[serde(rename = "in")]
    pub place: Option<String>,
    /// The name of the header, parameter or cookie, for `apiKey`.
    pub name: Option<String>,
}

impl Types {
    /// Returns the crates that the settings add, as Rust names them.
    pub fn crates(&self) -> Vec<String> {
        let lines = self.all().filter_map(|replacement| replacement.dependency.as_deref());
        let given = lines.filter_map(dependency).map(|(name, _)| name.replace('-', "_"));
        let chosen = self.datetime.package().filter(|_| self.datetime != DateTimes::Chrono);
        given.chain(chosen.map(str::to_owned)).collect()
    }

    /// Returns all of them.
    pub fn all(&self) -> impl Iterator<Item = &Replacement> {
        self.schemas.values().chain(self.formats.values())
    }
}

/// Environment variables. In each list the first one that is set is used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Environment {
    /// The base URL.
    pub endpoint: Vec<String>,
    /// The timeout of a call.
    pub timeout: Vec<String>,
    /// The secrets of security schemes, by scheme name.
    pub credentials: BTreeMap<String, Vec<String>>,
}

/// The locations of error details in a response. Paths are JSON pointers, with `*` for every item of an array.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Errors {
    /// The header with the error codes. Its `enum` lists them.
    pub code_header: Option<String>,
    /// The codes in the body, such as `/errors/*/code`.
    pub code_path: Option<String>,
    /// The messages in the body, such as `/errors/*/message`.
    pub message_path: Option<String>,
    /// The pattern of an error code in a response's description, with `{code}` for the code. The text before it is the
    /// meaning.
    pub code_in_description: Option<String>,
}

/// Reads settings: a whole `codegen.toml`, or the table of one API in a `clientwright.toml`. `file` is the index of the
/// source in the list of input files.
pub fn read(
    file: u32,
    source: &SourceFile,
    api: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Config> {
    let config = table::read(file, source, api).map_err(|found| diagnostics.extend(found)).ok()?;
    for path in [&config.errors.code_path, &config.errors.message_path].into_iter().flatten() {
        if !path.starts_with('/') {
            let message = format!("`{path}` is not a path into a body");
            diagnostics.push(
                Diagnostic::error("configuration", config.place(path), message)
                    .with_help("write it as in `/errors/*/code`"),
            );
        }
    }
    if let Some(pattern) = config.errors.code_in_description.as_ref().filter(|text| !text.contains("{code}"))
    {
        let message = format!("`{pattern}` does not locate the code");
        diagnostics.push(
            Diagnostic::error("configuration", config.place(pattern), message)
                .with_help("write it as in \"(code: `{code}`)\""),
        );
    }
    types::check(&config, diagnostics);
    package::check(&config, diagnostics);
    Some(config)
}

/// Whether the settings name the client crate, or are unreadable, which is reported elsewhere.
pub fn names_crate(source: &SourceFile) -> bool {
    read(0, source, None, &mut Vec::new()).is_none_or(|config| config.package.name.is_some())
}
