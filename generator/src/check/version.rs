//! `openapi` names a version that is read ([OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#versions)).

use super::Document;
use crate::finding::Finding;

const SUPPORTED: &str = "3.0.0 to 3.0.4 are read";

pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Finding>) {
    let key = ["openapi", "swagger"].iter().find_map(|key| document.root.get(key).map(|node| (*key, node)));
    let Some((key, node)) = key else {
        let message = "the document does not say which version of OpenAPI it is written in";
        let help = "begin it with `openapi: 3.0.3`";
        findings.push(Finding::error("version", document.root.span, message).with_help(help));
        return;
    };
    let version = node.as_text().unwrap_or_default();
    let supported =
        key == "openapi" && matches!(version.strip_prefix("3.0."), Some("0" | "1" | "2" | "3" | "4"));
    if !supported {
        let name = if key == "swagger" { "Swagger" } else { "OpenAPI" };
        let message = format!("`{version}` is no version of {name} that is read");
        findings.push(Finding::error("version", node.head(), message).with_help(SUPPORTED));
    }
}
