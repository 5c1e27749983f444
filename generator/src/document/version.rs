//! Detects the OpenAPI version of a document.

use crate::document::Node;

/// A supported version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.
    V30,
    /// OpenAPI 3.1.
    V31,
    /// OpenAPI 3.2.
    V32,
}

impl Version {
    /// Returns the version of a document, if it is supported.
    pub fn of(root: &Node) -> Option<Self> {
        let patch = |text: &str, prefix: &str| {
            text.strip_prefix(prefix)
                .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if let Some(node) = root.get("openapi") {
            let text = node.as_str()?;
            return match text {
                _ if patch(text, "3.0.") => Some(Self::V30),
                _ if patch(text, "3.1.") => Some(Self::V31),
                _ if patch(text, "3.2.") => Some(Self::V32),
                _ => None,
            };
        }
        (root.get("swagger")?.as_text()? == "2.0").then_some(Self::Swagger2)
    }
}
