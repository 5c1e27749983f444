//! Supports the merge key of YAML 1.1 ([yaml.org/type/merge](https://yaml.org/type/merge.html)).

use crate::diagnostic::Diagnostic;
use crate::document::{Node, Object, Value};

/// Adds the entries of merged objects. The object's own keys win, then the first of several merged objects.
pub(super) fn merge(object: &mut Object, merged: &[Node], diagnostics: &mut Vec<Diagnostic>) {
    for node in merged {
        match &node.value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    object.entry(key.clone()).or_insert_with(|| value.clone());
                }
            }
            Value::Array(items) if items.iter().all(|item| item.as_object().is_some()) => {
                merge(object, items, diagnostics);
            }
            _ => {
                let message = format!(
                    "`<<` merges an object or an array of objects, but this is {}; ignored",
                    node.kind()
                );
                let help = "write `<<: *name`, or remove `<<`";
                diagnostics.push(Diagnostic::warning("merge-key", node.head(), message).with_help(help));
            }
        }
    }
}
