//! `clientwright.toml`: the APIs of a project, each with its paths and its settings in one table.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::table::{self, instead, span};
use super::{Config, keys};
use crate::diagnostic::{Diagnostic, Reported, report};
use crate::document::{SourceFile, Sources};

/// The name of the file.
pub const NAME: &str = "clientwright.toml";
/// The only key of the file itself.
pub(super) const APIS: &str = "api";

/// The keys of `[api.NAME]` that the command reads. Paths are relative to the file. The other keys are [`Config`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Api {
    /// The document: OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0, as YAML or JSON.
    pub spec: String,
    /// The folder for the generated crates, in the folder of this file. Default: the name of the API.
    pub out: Option<String>,
    /// Overlays (OpenAPI Overlay 1.0) that change the document first, in order of application.
    #[serde(default)]
    pub overlays: Vec<String>,
    /// The folder that references to other files must stay in. Default: the folder of the document.
    pub root: Option<String>,
    /// Only operations with one of these tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Only these operations, by `operationId` or as `POST /path`.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Whether parts with errors are left out and reported, instead of rejecting the document.
    #[serde(default)]
    pub keep_going: bool,
    /// Whether warnings are errors.
    #[serde(default)]
    pub deny_warnings: bool,
    /// The runtime of the client: `vendored` (a module of the crate), a version of the published crate, `path=DIR`, or
    /// `git=URL,tag=TAG`. Default: `vendored`.
    pub runtime: Option<String>,
}

/// Reads the APIs of a project by name. The settings of each are read when it is generated.
///
/// # Errors
/// Fails if the file is not TOML, or has an unknown or missing key.
pub fn read(source: &SourceFile) -> Result<BTreeMap<String, Api>, Vec<Reported>> {
    let mut diagnostics = Vec::new();
    let apis = parse(source, &mut diagnostics);
    let mut sources = Sources::default();
    sources.push(source.clone(), None);
    if diagnostics.is_empty() { Ok(apis) } else { Err(report(diagnostics, &sources)) }
}

/// Returns the settings in force for an API as TOML, with the defaults.
pub fn in_force(name: &str, api: &Api, config: &Config) -> Result<String, toml::ser::Error> {
    let mut table = toml::Table::try_from(api)?;
    table.extend(toml::Table::try_from(config)?);
    toml::to_string_pretty(&BTreeMap::from([(APIS, BTreeMap::from([(name, table)]))]))
}

fn parse(source: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Api> {
    let mut apis = BTreeMap::new();
    let whole = match table::parse(0, &source.text) {
        Ok(whole) => whole.into_inner(),
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return apis;
        }
    };
    unknown(&whole, &[APIS], diagnostics);
    for (key, value) in whole {
        let DeValue::Table(tables) = value.into_inner() else {
            diagnostics.push(wrong(&key, "a table `[api.NAME]` for each API"));
            continue;
        };
        for (name, value) in tables.into_iter().filter(|_| key.get_ref() == APIS) {
            let DeValue::Table(table) = value.into_inner() else {
                diagnostics.push(wrong(&name, "a table"));
                continue;
            };
            let of_command = keys::names::<Api>();
            let all = keys::names::<Config>();
            let all: Vec<&str> = of_command.iter().chain(&all).map(String::as_str).collect();
            unknown(&table, &all, diagnostics);
            let table = table::part(table, |key| of_command.iter().any(|known| known == key));
            match table::value::<Api>(0, Spanned::new(name.span(), table)) {
                Ok(api) => drop(apis.insert(name.get_ref().to_string(), api)),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
    }
    if apis.is_empty() && diagnostics.is_empty() {
        let help = "add `[api.NAME]` with `spec = \"openapi.yaml\"`";
        diagnostics
            .push(Diagnostic::error("configuration", span(0, 0..0), "there is no API").with_help(help));
    }
    apis
}

fn unknown(table: &DeTable<'_>, known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    for key in table.keys().filter(|key| !known.contains(&&**key.get_ref())) {
        let message = format!("unknown key `{}`", key.get_ref());
        let diagnostic = Diagnostic::error("configuration", span(0, key.span()), message);
        diagnostics.push(diagnostic.with_help(instead(key.get_ref(), known)));
    }
}

fn wrong(key: &Spanned<toml::de::DeString<'_>>, expected: &str) -> Diagnostic {
    let message = format!("`{}` must be {expected}", key.get_ref());
    Diagnostic::error("configuration", span(0, key.span()), message)
}
