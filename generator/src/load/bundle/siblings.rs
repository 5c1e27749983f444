//! Handles keys next to a reference, which Swagger 2.0 and OpenAPI 3.0 ignore ([Reference
//! Object](https://spec.openapis.org/oas/v3.0.3#reference-object)).

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{KeyContext, METHODS, children_mut, references};
use crate::document::{Node, Value};

/// Removes siblings of a reference that contain references themselves, so that these need not resolve.
pub(super) fn ignore(root: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    let mut todo = vec![(root, KeyContext::Other)];
    while let Some((node, context)) = todo.pop() {
        if is_reference(node, context)
            && let Value::Object(object) = &mut node.value
        {
            object.retain(|key, value| {
                let is_ignored = key != "$ref" && !references(value).is_empty();
                if is_ignored {
                    let message = format!("`{key}` beside `$ref` has no meaning before OpenAPI 3.1; ignored");
                    let diagnostic =
                        Diagnostic::new(Severity::Approximation, "reference-sibling", value.head(), message);
                    diagnostics.push(diagnostic.with_help("put both into an `allOf`, or remove one of them"));
                }
                !is_ignored
            });
        }
        todo.extend(children_mut(node, context));
    }
}

/// Whether a node is only a reference. A path item may have other keys.
fn is_reference(node: &Node, context: KeyContext) -> bool {
    let is_path_item = METHODS.iter().any(|method| node.get(method).is_some());
    !context.has_names() && node.reference().is_some() && !is_path_item
}
