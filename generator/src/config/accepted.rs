//! `accepted.toml`: findings that were reviewed and accepted, each with a reason.

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::value::Date;

use super::table::{self, span};
use crate::diagnostic::{Diagnostic, Reported, Severity, report};
use crate::document::{SourceFile, Sources};

/// The name of the file, beside `clientwright.toml`.
pub const NAME: &str = "accepted.toml";

/// The file. Each kind of decision is an array of its own.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    /// Accepted warnings and approximations.
    #[serde(default)]
    finding: Vec<Spanned<Finding>>,
}

/// An accepted warning or approximation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Finding {
    /// The rule, as in the brackets after the severity: `warning[RULE]`.
    pub rule: String,
    /// The scope: a file name, an operation as `GET /path`, or a JSON pointer and everything below it.
    pub scope: String,
    /// The API, if the project has several.
    pub api: Option<String>,
    /// The reason.
    pub reason: String,
    /// The day of the decision.
    pub date: Day,
    /// The first day on which it no longer holds.
    pub expires: Option<Day>,
}

/// A day as TOML writes it: `2026-01-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(Date);

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The decisions of a file. Counts what each accepts.
#[derive(Debug)]
pub struct Accepted {
    source: SourceFile,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    finding: Spanned<Finding>,
    is_used: bool,
}

impl Accepted {
    /// Reads a file.
    ///
    /// # Errors
    /// Fails if the file is not TOML, or has an unknown or missing key.
    pub fn read(source: &SourceFile) -> Result<Self, Vec<Reported>> {
        let file: Result<File, _> = table::parse(0, &source.text).and_then(|table| table::value(0, table));
        let found = match file {
            Ok(file) => {
                let entries = file.finding.into_iter().map(|finding| Entry { finding, is_used: false });
                return Ok(Self { source: source.clone(), entries: entries.collect() });
            }
            Err(diagnostic) => vec![diagnostic],
        };
        Err(located(source, found))
    }

    /// Whether a finding of an API is accepted on a day, written as `2026-01-31`. Errors are never accepted.
    pub fn accepts(&mut self, api: &str, reported: &Reported, today: &str) -> bool {
        let mut is_accepted = false;
        for entry in &mut self.entries {
            if entry.finding.get_ref().matches(api, reported) {
                entry.is_used = true;
                is_accepted |= !entry.finding.get_ref().is_expired(today);
            }
        }
        is_accepted
    }

    /// Returns an error for each entry that is expired, or that accepted nothing although its API was generated.
    pub fn rest(&self, is_generated: impl Fn(Option<&str>) -> bool, today: &str) -> Vec<Reported> {
        let mut found = Vec::new();
        for Entry { finding, is_used } in &self.entries {
            let Finding { rule, scope, api, expires, .. } = finding.get_ref();
            if !is_generated(api.as_deref()) {
                continue;
            }
            let error = |message| Diagnostic::error("accepted", span(0, finding.span()), message);
            match expires.filter(|_| finding.get_ref().is_expired(today)) {
                _ if !is_used => found.push(
                    error(format!("no finding has the rule `{rule}` and the scope `{scope}`"))
                        .with_help("remove this entry"),
                ),
                Some(day) => found.push(
                    error(format!("this decision expired on {day}"))
                        .with_help("review the finding, then set a later day or remove this entry"),
                ),
                None => {}
            }
        }
        located(&self.source, found)
    }
}

impl Finding {
    fn matches(&self, api: &str, reported: &Reported) -> bool {
        let Reported { diagnostic, location, .. } = reported;
        diagnostic.severity < Severity::Error
            && diagnostic.rule == self.rule
            && self.api.as_deref().is_none_or(|wanted| wanted == api)
            && (is_file(&self.scope, &location.file) || is_below(&pointer(&self.scope), &location.pointer))
    }

    fn is_expired(&self, today: &str) -> bool {
        self.expires.is_some_and(|day| *today >= *day.to_string())
    }
}

fn is_file(scope: &str, file: &str) -> bool {
    file.strip_suffix(scope).is_some_and(|above| above.is_empty() || above.ends_with('/'))
}

fn is_below(scope: &str, pointer: &str) -> bool {
    !scope.is_empty()
        && pointer.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the pointer of a scope: of an operation, or as it is.
fn pointer(scope: &str) -> String {
    match scope.split_once(' ') {
        Some((method, path)) if path.starts_with('/') => {
            let path = path.replace('~', "~0").replace('/', "~1");
            format!("/paths/{path}/{}", method.to_lowercase())
        }
        _ => scope.trim_start_matches('#').to_owned(),
    }
}

fn located(source: &SourceFile, found: Vec<Diagnostic>) -> Vec<Reported> {
    let mut sources = Sources::default();
    sources.push(source.clone(), None);
    report(found, &sources)
}
