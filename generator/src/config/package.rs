//! `[crate]`: the names of the crates, and the fields of their manifests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Config;
use crate::diagnostic::Diagnostic;

/// The most keywords that a registry takes, and the most letters of one.
const KEYWORDS: (usize, usize) = (5, 20);
/// The most categories that a registry takes.
const CATEGORIES: usize = 5;

/// The names of the crates, and fields of their manifests. A key applies to both crates unless it says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The client crate, unless the command names it; the model crate appends `-models`. Default: the name of the
    /// API.
    pub name: Option<String>,
    /// The version of both crates. Default: `0.1.0`.
    pub version: Option<String>,
    /// The license, as an SPDX expression. Default: `MIT`, the license of the runtime and the macros that the crates
    /// contain.
    pub license: Option<String>,
    /// The repository.
    pub repository: Option<String>,
    /// The home page.
    pub homepage: Option<String>,
    /// The documentation. Default: the page on docs.rs, if neither a repository nor a home page is set.
    pub documentation: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// What the client is, in a sentence. Default: `Client for the <title of the document>`.
    pub description: Option<String>,
    /// At most 5 words by which a registry finds the crates. Default: `api`, `client` or `models`, `openapi`, and the name
    /// of the client.
    pub keywords: Option<Vec<String>>,
    /// At most 5 categories, from the list of the registry. Default: `api-bindings`.
    pub categories: Option<Vec<String>>,
    /// The minimum supported Rust version. Default: `1.89`.
    pub rust_version: Option<String>,
    /// Whether the crates can be published. Default: true, if their runtime can. A client whose runtime is in a folder or a
    /// repository is never published.
    pub publish: Option<bool>,
    /// Whether the client declares `pub mod ext;`, for code that you write in `src/ext.rs`. The generator never writes that
    /// file.
    pub ext: bool,
}

impl Package {
    /// Returns the version of both crates.
    pub(crate) fn version(&self) -> &str {
        self.version.as_deref().unwrap_or("0.1.0")
    }

    /// Returns the keywords, or those of some words that a registry takes.
    pub(crate) fn keywords(&self, default: &[&str]) -> Vec<String> {
        let default = default.iter().filter(|word| is_keyword(word));
        self.keywords.clone().unwrap_or_else(|| default.map(|word| (*word).to_owned()).collect())
    }
}

/// Reports keywords and categories that a registry rejects.
pub(super) fn check(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let package = &config.package;
    let mut report = |text: &str, message: String, help: &str| {
        let error = Diagnostic::error("configuration", config.place(text), message);
        diagnostics.push(error.with_help(help));
    };
    let keywords = package.keywords.as_deref().unwrap_or_default();
    if keywords.len() > KEYWORDS.0 {
        report("keywords", format!("{} keywords are too many", keywords.len()), "keep at most 5");
    }
    for keyword in keywords.iter().filter(|keyword| !is_keyword(keyword)) {
        let message = format!("`{keyword}` is not a keyword of a registry");
        report(
            keyword,
            message,
            "start with a letter, and use at most 20 of `a` to `z`, digits, `-`, `_` and `+`",
        );
    }
    let categories = package.categories.as_deref().unwrap_or_default();
    if categories.len() > CATEGORIES {
        report("categories", format!("{} categories are too many", categories.len()), "keep at most 5");
    }
}

/// Whether a registry takes a keyword.
fn is_keyword(text: &str) -> bool {
    let is_inner = |letter: char| letter.is_ascii_alphanumeric() || "-_+".contains(letter);
    text.len() <= KEYWORDS.1
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(is_inner)
}
