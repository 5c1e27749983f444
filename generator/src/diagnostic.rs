//! Diagnostics about a document.

mod nearest;
mod reported;

use serde::{Deserialize, Serialize};

use crate::document::Span;

pub use nearest::nearest;
pub use reported::{Reported, report};

/// A diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The name of the rule, such as `dangling-reference`.
    pub rule: String,
    /// The severity.
    pub severity: Severity,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// The location.
    pub span: Span,
    /// Related locations, each with a label.
    pub related: Vec<(Span, String)>,
    /// How to fix it.
    pub help: Option<String>,
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The document expresses something that Rust or the wire format cannot; the output is close to it.
    Approximation,
    /// A defect with one sensible interpretation, which is used.
    Warning,
    /// A defect without a sensible interpretation. The node cannot be generated.
    Error,
}

impl Diagnostic {
    /// Creates a diagnostic.
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

    /// Creates an error.
    pub fn error(rule: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, span, message)
    }

    /// Creates a warning.
    pub fn warning(rule: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, span, message)
    }

    /// A node that no phase consumes. `key` is empty for an item of an array.
    pub fn unsupported(span: Span, key: &str) -> Self {
        let what = if key.is_empty() { "this".to_owned() } else { format!("`{key}`") };
        let message = format!("{what} is not supported here; ignored");
        Self::new(Severity::Approximation, "unsupported", span, message)
    }

    /// Adds a related location.
    #[must_use]
    pub fn with_related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Adds a help text.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// An operation that was skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Method and path.
    pub operation: String,
    /// The reason.
    pub reason: String,
    /// The rule that reported it.
    pub rule: String,
    /// The location of the reason.
    pub span: Span,
    /// The location of the operation.
    pub node: Span,
}

/// Whether any diagnostic rejects the document.
pub fn rejects(diagnostics: &[Diagnostic], strict: bool) -> bool {
    let limit = if strict { Severity::Warning } else { Severity::Error };
    diagnostics.iter().any(|diagnostic| diagnostic.severity >= limit)
}
