//! Checks that every `$ref` resolves, without a cycle.

use crate::diagnostic::{Diagnostic, nearest};
use crate::document::openapi::{components, references, resolve};
use crate::document::{Node, Span};

pub(super) fn check(root: &Node, diagnostics: &mut Vec<Diagnostic>) {
    for (_, target) in references(root) {
        check_one(root, target, diagnostics);
    }
}

fn check_one(root: &Node, target: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let Some(text) = target.as_str() else { return };
    if matches!(text, "" | "#") {
        let message = "this reference points to the whole document, which is not a schema";
        let help = "refer to a component, such as `#/components/schemas/Name`";
        diagnostics.push(Diagnostic::error("dangling-reference", target.span, message).with_help(help));
    } else if !text.starts_with('#') {
        // A missing file is already reported.
        if diagnostics.iter().any(|diagnostic| diagnostic.span == target.span) {
            return;
        }
        diagnostics.push(not_local(text, target.span));
    } else if resolve(root, text).is_none() {
        diagnostics.push(dangling(root, text, target.span));
    } else if let Some(cycle) = cycle(root, text) {
        let message = format!("this reference is circular: {}", cycle.join(" -> "));
        let help = "replace one of these references by a definition";
        diagnostics.push(Diagnostic::error("reference-loop", target.span, message).with_help(help));
    }
}

pub(super) fn not_local(text: &str, span: Span) -> Diagnostic {
    let remote = text.contains("://") && !text.starts_with("file:");
    let message = match remote {
        true => format!("`{text}` is a remote reference; remote references are not followed"),
        false => format!("`{text}` is outside the root folder"),
    };
    let help = "copy the target into the document's folder, or into its `components`";
    Diagnostic::error("reference-outside", span, message).with_help(help)
}

fn dangling(root: &Node, text: &str, span: Span) -> Diagnostic {
    let message = match text.starts_with("#/") {
        true => format!("`{text}` refers to nothing"),
        false => format!("`{text}` refers to nothing: no schema has this `$anchor`"),
    };
    let diagnostic = Diagnostic::error("dangling-reference", span, message);
    match nearest_component(root, text) {
        Some(near) => diagnostic.with_help(format!("write `{near}`, or add the missing element")),
        None => diagnostic.with_help("add the missing element"),
    }
}

/// Returns the component of the same section with the most similar name.
fn nearest_component(root: &Node, text: &str) -> Option<String> {
    let (section, name) = text.strip_prefix("#/components/")?.split_once('/')?;
    let near = nearest(name, components(root, section)?.keys().map(String::as_str))?;
    Some(format!("#/components/{section}/{near}"))
}

/// Returns the names along a cycle of references.
fn cycle(root: &Node, text: &str) -> Option<Vec<String>> {
    let mut seen = vec![text];
    let mut next = resolve(root, text)?.reference()?.as_str()?;
    loop {
        if let Some(start) = seen.iter().position(|earlier| *earlier == next) {
            let names = seen.get(start..).unwrap_or_default().iter().chain([&next]);
            return Some(names.map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()).collect());
        }
        seen.push(next);
        next = resolve(root, next)?.reference()?.as_str()?;
    }
}
