//! Findings as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).

use std::collections::BTreeSet;

use clientwright::Reported;
use clientwright::diagnostic::Severity;
use clientwright::document::Location;
use serde_json::{Value, json};

/// Returns a log with one run.
pub(super) fn log(findings: &[Reported]) -> Value {
    let rules: BTreeSet<&str> = findings.iter().map(|reported| reported.diagnostic.rule.as_str()).collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let results: Vec<Value> = findings.iter().map(|reported| result(reported, &rules)).collect();
    let rules: Vec<Value> = rules.iter().map(|rule| json!({ "id": rule })).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "clientwright", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(reported: &Reported, rules: &[&str]) -> Value {
    let diagnostic = &reported.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Approximation => "note",
    };
    let help = diagnostic.help.iter().map(|help| format!(" Help: {help}."));
    let text: String = [diagnostic.message.clone()].into_iter().chain(help).collect();
    let related = diagnostic.related.iter().zip(&reported.related_locations);
    let related = related.map(|((_, label), at)| location(at, Some(label)));
    json!({
        "ruleId": diagnostic.rule,
        "ruleIndex": rules.iter().position(|rule| *rule == diagnostic.rule),
        "level": level,
        "message": { "text": text },
        "locations": [location(&reported.location, None)],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(at: &Location, message: Option<&String>) -> Value {
    let physical = json!({
        "artifactLocation": { "uri": uri(&at.file) },
        "region": { "startLine": at.line, "startColumn": at.column },
    });
    let pointer = (!at.pointer.is_empty()).then(|| json!([{ "fullyQualifiedName": at.pointer }]));
    let parts = [
        ("physicalLocation", Some(physical)),
        ("logicalLocations", pointer),
        ("message", message.map(|text| json!({ "text": text }))),
    ];
    parts.into_iter().filter_map(|(key, part)| Some((key.to_owned(), part?))).collect()
}

/// Returns a path as a relative or absolute reference ([RFC 3986](https://www.rfc-editor.org/rfc/rfc3986)).
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_becomes_reference() {
        assert_eq!(uri("a b/größe.yaml"), "a%20b/gr%C3%B6%C3%9Fe.yaml");
        assert_eq!(uri("/tmp/a.yaml"), "file:///tmp/a.yaml");
    }
}
