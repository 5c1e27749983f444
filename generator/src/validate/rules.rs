//! The rules that a document must follow, one file each.
//!
//! A rule reads the whole tree and adds diagnostics. To add one, write a file with `pub(super) fn check(document:
//! &Document<'_>, diagnostics: &mut Vec<Diagnostic>)` and add a line to [`RULES`].

mod error_codes;
mod media_types;
mod operation_ids;
mod path_parameters;
mod path_shapes;
mod path_templates;
mod required_keys;
mod schema_defects;
mod servers;
mod statuses;
mod tags;
mod version;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Node;

/// The input of a rule.
pub(crate) struct Document<'d> {
    root: &'d Node,
    config: &'d Config,
    /// Whether operations with errors are skipped.
    keep_going: bool,
}

type Rule = fn(&Document<'_>, &mut Vec<Diagnostic>);

/// The rules, in the order of their diagnostics.
const RULES: &[Rule] = &[
    required_keys::check,
    operation_ids::check,
    path_templates::check,
    path_parameters::check,
    path_shapes::check,
    statuses::check,
    media_types::check,
    schema_defects::check,
    servers::check,
    tags::check,
    error_codes::check,
];

/// Checks the version of a document. This is the only rule that runs before `import`.
pub fn version(root: &Node, diagnostics: &mut Vec<Diagnostic>) {
    version::check(root, diagnostics);
}

/// Runs every rule.
pub fn check(root: &Node, config: &Config, keep_going: bool, diagnostics: &mut Vec<Diagnostic>) {
    let document = Document { root, config, keep_going };
    for rule in RULES {
        rule(&document, diagnostics);
    }
}
