//! `report.json`: what was generated, approximated and skipped, with locations.

use anyhow::Result;
use clientwright::diagnostic::Severity;
use clientwright::document::Location;
use clientwright::{Input, Output, Reported};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Returns the report as JSON.
pub(crate) fn json(input: &Input, output: &Output) -> Result<String> {
    let document = input.documents.first().map(|document| document.text.as_bytes()).unwrap_or_default();
    let sha256: String = Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect();
    let of = |wanted: &[Severity]| -> Vec<Value> {
        let found =
            output.diagnostics.iter().filter(|reported| wanted.contains(&reported.diagnostic.severity));
        found.map(diagnostic).collect()
    };
    let skipped = output.skipped.iter().map(|(skipped, at)| {
        json!({
            "operation": skipped.operation,
            "reason": skipped.reason,
            "rule": skipped.rule,
            "location": location(at),
        })
    });
    let renamed = output
        .renamed
        .iter()
        .map(|(id, method, rule)| json!({ "operationId": id, "method": method, "rule": rule }));
    let report = json!({
        "spec": { "file": input.documents.first().map(|document| name(&document.path)), "sha256": sha256, "version": output.version },
        "operations": {
            "total": output.operations,
            "generated": output.generated,
            "skipped": skipped.collect::<Vec<_>>(),
            "renamed": renamed.collect::<Vec<_>>(),
        },
        "nodes": {
            "total": output.nodes.total,
            "read": output.nodes.read,
            "listed": output.nodes.listed,
            "prose": output.nodes.prose,
            "lost": output.nodes.lost.iter().map(location).collect::<Vec<_>>(),
        },
        "typing": { "stated": output.typing.stated, "untyped": output.typing.untyped },
        "approximations": of(&[Severity::Approximation]),
        "findings": of(&[Severity::Warning, Severity::Error]),
    });
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}

fn diagnostic(reported: &Reported) -> Value {
    let diagnostic = &reported.diagnostic;
    let related = diagnostic.related.iter().zip(&reported.related_locations);
    let related: Vec<_> =
        related.map(|((_, label), at)| json!({ "label": label, "location": location(at) })).collect();
    json!({
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        "what": diagnostic.message,
        "help": diagnostic.help,
        "location": location(&reported.location),
        "related": related,
    })
}

/// Returns the last segment of a path, because the author's folders are private.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns a location as JSON.
fn location(at: &Location) -> Value {
    json!({ "file": name(&at.file), "line": at.line, "column": at.column, "pointer": at.pointer })
}
