//! What there is to say about a document.

mod nearest;

use serde::{Deserialize, Serialize};

use crate::document::Span;

pub use nearest::nearest;

/// One thing that was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule that noticed it, such as `dangling-reference`.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Other places that belong to it, each with a word about it.
    pub related: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The description says it in a way that Rust or the wire cannot; what came out is close, and listed.
    Approximation,
    /// A defect with one sensible meaning, which was taken.
    Warning,
    /// A defect without a sensible meaning. What it concerns cannot be generated.
    Error,
}

impl Diagnostic {
    /// A diagnostic at a place.
    pub fn new(severity: Severity, rule: &str, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            severity,
            message: message.into(),
            span,
            related: Vec::new(),
            help: None,
        }
    }

    /// An error at a place.
    pub fn error(rule: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, span, message)
    }

    /// A warning at a place.
    pub fn warning(rule: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, span, message)
    }

    /// A node that no phase consumes. `key` is empty for an item of an array.
    pub fn unsupported(span: Span, key: &str) -> Self {
        let what = if key.is_empty() { "this".to_owned() } else { format!("`{key}`") };
        let message = format!("{what} is not supported here; ignored");
        Self::new(Severity::Approximation, "unsupported", span, message)
    }

    /// With another place that belongs to it.
    #[must_use]
    pub fn with_related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// An operation that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Method and path.
    pub operation: String,
    /// Why.
    pub reason: String,
    /// The rule that found it.
    pub rule: String,
    /// Where that is.
    pub span: Span,
    /// The operation itself.
    pub node: Span,
}

/// Whether any diagnostic stops the run.
pub fn rejects(diagnostics: &[Diagnostic], strict: bool) -> bool {
    let limit = if strict { Severity::Warning } else { Severity::Error };
    diagnostics.iter().any(|diagnostic| diagnostic.severity >= limit)
}
