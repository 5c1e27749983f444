//! Detects which kinds of references a document has. Most documents need only JSON pointers.

use crate::document::openapi::KeyContext;
use crate::document::{Node, Value};

/// The kinds of references that were found.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Signs {
    /// Schemas with identifiers (`$id`, `$anchor`, `$dynamicAnchor`).
    pub(super) names: bool,
    /// References with sibling keys.
    pub(super) siblings: bool,
    /// References in place of a map of names.
    pub(super) maps: bool,
    /// References into extensions.
    pub(super) extensions: bool,
}

impl Signs {
    pub(super) fn of(root: &Node) -> Self {
        let mut signs = Self::default();
        let mut todo = vec![(root, "")];
        while let Some((node, parent)) = todo.pop() {
            match &node.value {
                Value::Array(items) => todo.extend(items.iter().map(|item| (item, ""))),
                Value::Object(object) => {
                    for (key, child) in object {
                        match key.as_str() {
                            "$id" | "$anchor" | "$dynamicAnchor" => signs.names = true,
                            "$ref" => {
                                let text = child.as_str().unwrap_or_default();
                                signs.siblings |= object.len() > 1;
                                signs.maps |= KeyContext::Other.below(parent).has_names();
                                signs.extensions |= text.contains("/x-");
                            }
                            _ => todo.push((child, key)),
                        }
                    }
                }
                _ => {}
            }
        }
        signs
    }
}
