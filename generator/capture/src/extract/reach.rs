//! Finds what an operation reaches.

use std::collections::BTreeSet;

use super::Name;
use clientwright::diagnostic::Diagnostic;
use clientwright::document::openapi::{OperationAt, components, operations, references};
use clientwright::document::{Node, Span, Value};

/// What an operation reaches.
pub(super) struct Reached {
    /// The components, by section and name.
    pub(super) names: Vec<Name>,
    /// Errors in these parts.
    pub(super) errors: Vec<Diagnostic>,
    /// The spans of these parts.
    spans: Vec<Span>,
}

impl Reached {
    /// Whether a span is in what is reached.
    pub(super) fn holds(&self, place: Span) -> bool {
        self.spans.iter().any(|span| holds(*span, place))
    }
}

/// Returns what an operation reaches. Errors elsewhere in the document are ignored.
pub(super) fn reached(document: &Node, at: OperationAt<'_>, wrong: &[Diagnostic]) -> Reached {
    let starts: Vec<&Node> = std::iter::once(at.node).chain(parameters(document, at)).collect();
    let (names, bad) = walk(document, starts.clone());
    let parts = names.iter().filter_map(|name| components(document, &name.section)?.get(&name.name));
    let spans = parts.chain(starts).flat_map(pieces).collect();
    let mut reached = Reached { names: names.into_iter().collect(), errors: Vec::new(), spans };
    reached.errors = wrong.iter().filter(|diagnostic| reached.holds(diagnostic.span)).cloned().collect();
    // The reason for a dangling reference may be reported already.
    let is_known = |diagnostic: &Diagnostic| reached.errors.iter().any(|error| error.span == diagnostic.span);
    let bad: Vec<Diagnostic> = bad.into_iter().filter(|diagnostic| !is_known(diagnostic)).collect();
    reached.errors.extend(bad);
    reached
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// Returns the span of a node, and those of nodes that were inlined into it.
fn pieces(node: &Node) -> Vec<Span> {
    let mut found = Vec::new();
    let mut todo = vec![(node, None)];
    while let Some((node, above)) = todo.pop() {
        if !above.is_some_and(|above| holds(above, node.span)) {
            found.push(node.span);
        }
        match &node.value {
            Value::Array(items) => todo.extend(items.iter().map(|item| (item, Some(node.span)))),
            Value::Object(object) => todo.extend(object.values().map(|child| (child, Some(node.span)))),
            _ => {}
        }
    }
    found
}

/// Returns the components that other operations reach.
pub(super) fn by_others(document: &Node, at: OperationAt<'_>) -> BTreeSet<Name> {
    let others = operations(document).filter(|other| other.node.span != at.node.span);
    let starts = others.flat_map(|other| std::iter::once(other.node).chain(parameters(document, other)));
    // Dangling references of other operations do not matter here.
    walk(document, starts.collect()).0
}

/// Returns the parameters of an operation and its path, with references.
pub(super) fn parameters<'t>(document: &'t Node, at: OperationAt<'t>) -> Vec<&'t Node> {
    let list = |node: &'t Node| node.items("parameters");
    let identity = |node: &'t Node| {
        let node = clientwright::document::openapi::follow(document, node).unwrap_or(node);
        (node.get_str("name"), node.get_str("in"))
    };
    let own: Vec<_> = list(at.node).iter().collect();
    let named: Vec<_> = own.iter().map(|node| identity(node)).collect();
    own.into_iter().chain(list(at.item).iter().filter(|node| !named.contains(&identity(node)))).collect()
}

/// Returns the reachable components, and errors for dangling references.
fn walk(document: &Node, starts: Vec<&Node>) -> (BTreeSet<Name>, Vec<Diagnostic>) {
    let (mut found, mut bad) = (BTreeSet::new(), Vec::new());
    let mut todo = starts;
    while let Some(node) = todo.pop() {
        for (text, target) in references(node) {
            let Some(name) = name_of(text) else {
                let message = format!("`{text}` is not a component; a fragment can only refer to components");
                bad.push(Diagnostic::error("reference", target.span, message));
                continue;
            };
            todo.extend(insert(document, &mut found, name));
        }
        for name in mapped(node) {
            todo.extend(insert(document, &mut found, name));
        }
        for name in subtypes(document, node, &found) {
            todo.extend(insert(document, &mut found, name));
        }
    }
    (found, bad)
}

fn insert<'t>(document: &'t Node, found: &mut BTreeSet<Name>, name: Name) -> Option<&'t Node> {
    let node = components(document, &name.section)?.get(&name.name)?;
    found.insert(name).then_some(node)
}

fn name_of(reference: &str) -> Option<Name> {
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    let name = name.split('/').next()?.replace("~1", "/").replace("~0", "~");
    let name = percent_encoding::percent_decode_str(&name).decode_utf8().ok()?.into_owned();
    Some(Name { section: section.to_owned(), name })
}

/// Returns the schemas that discriminators name.
fn mapped(node: &Node) -> Vec<Name> {
    let discriminators =
        node.descendants().filter_map(|node| node.get("discriminator")?.get("mapping")?.as_object());
    let targets = discriminators.flatten().filter_map(|(_, target)| target.as_str());
    let schema = |name: &str| Name { section: "schemas".to_owned(), name: name.to_owned() };
    targets
        .filter_map(|target| if target.starts_with('#') { name_of(target) } else { Some(schema(target)) })
        .collect()
}

/// Returns the schemas that extend a reached schema with a discriminator, because a value may be one of them.
fn subtypes(document: &Node, node: &Node, found: &BTreeSet<Name>) -> Vec<Name> {
    if node.get("discriminator").is_none() || node.get("oneOf").is_some() || node.get("anyOf").is_some() {
        return Vec::new();
    }
    let schemas = components(document, "schemas").into_iter().flatten();
    let is_base = |part: &Node| {
        let target = part.reference().and_then(Node::as_str).and_then(name_of);
        target.is_some_and(|target| {
            found.contains(&target)
                && components(document, "schemas")
                    .and_then(|all| all.get(&target.name))
                    .is_some_and(|base| base.span == node.span)
        })
    };
    let built = schemas.filter(|(_, schema)| schema.items("allOf").iter().any(is_base));
    built.map(|(name, _)| Name { section: "schemas".to_owned(), name: name.clone() }).collect()
}

/// Shifts the file indices in a diagnostic.
pub(super) fn shift_finding(diagnostic: &mut Diagnostic, by: u32) {
    diagnostic.span = moved(diagnostic.span, by);
    diagnostic.related.iter_mut().for_each(|(span, _)| *span = moved(*span, by));
}

fn moved(span: Span, by: u32) -> Span {
    Span { file: span.file.saturating_add(by), ..span }
}
