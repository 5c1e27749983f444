//! Resolves `$id`, `$anchor` and `$dynamicAnchor` of JSON Schema ([2020-12, section
//! 8.2](https://json-schema.org/draft/2020-12/json-schema-core#section-8.2)) to JSON pointers.

use std::collections::{BTreeMap, HashMap};

use crate::document::openapi::{KeyContext, resolve as at_pointer};
use crate::document::{Node, Object, Span, Value, pointer_segment};

/// Replaces references by identifier with JSON pointers. Unresolvable references stay as they are.
pub(super) fn resolve(root: &mut Node) {
    let mut index = Index::default();
    walk(root, Scope::root(), &mut |node, scope| index.note(node, scope));
    let mut changes: HashMap<Span, (&'static str, String)> = HashMap::new();
    walk(root, Scope::root(), &mut |node, scope| {
        if let Some(reference) = node.reference()
            && let Some(target) = reference.as_str().and_then(|text| index.target(root, scope, text))
        {
            changes.insert(reference.span, ("$ref", target));
        }
        let dynamic = node.get("$dynamicRef").filter(|_| node.get("$ref").is_none());
        if let Some(reference) = dynamic
            && let Some(target) = reference.as_str().and_then(|text| index.dynamic(text))
        {
            changes.insert(reference.span, ("$dynamicRef", target));
        }
    });
    if !changes.is_empty() {
        apply(root, &changes);
    }
}

/// Returns the schema of a file that an anchor (`#name`) identifies.
pub(super) fn anchored<'n>(file: &'n Node, fragment: &str) -> Option<&'n Node> {
    let mut index = Index::default();
    walk(file, Scope::root(), &mut |node, scope| index.note(node, scope));
    let scope = Scope::root();
    at_pointer(file, &index.target(file, &scope, fragment)?)
}

/// The location and base URI of a schema.
#[derive(Debug, Clone)]
struct Scope {
    context: KeyContext,
    pointer: String,
    /// The identifier of the enclosing schema resource, and the pointer of that resource.
    base: String,
    resource: String,
}

impl Scope {
    fn root() -> Self {
        Self {
            context: KeyContext::Other,
            pointer: "#".to_owned(),
            base: String::new(),
            resource: "#".to_owned(),
        }
    }
}

/// Index of the schema identifiers in a file.
#[derive(Debug, Default)]
struct Index {
    ids: BTreeMap<String, String>,
    anchors: BTreeMap<(String, String), String>,
    dynamic: BTreeMap<String, Vec<String>>,
}

impl Index {
    fn note(&mut self, node: &Node, scope: &Scope) {
        if node.get_str("$id").is_some() {
            self.ids.entry(scope.base.clone()).or_insert_with(|| scope.pointer.clone());
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = node.get_str(key) {
                let name = (scope.base.clone(), name.to_owned());
                self.anchors.entry(name).or_insert_with(|| scope.pointer.clone());
            }
        }
        if let Some(name) = node.get_str("$dynamicAnchor") {
            self.dynamic.entry(name.to_owned()).or_default().push(scope.pointer.clone());
        }
    }

    /// Returns the pointer for a reference by identifier. None if it is a pointer already, or does not resolve.
    fn target(&self, root: &Node, scope: &Scope, text: &str) -> Option<String> {
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (base, resource) = if uri.is_empty() {
            (scope.base.clone(), scope.resource.clone())
        } else {
            let base = join(&scope.base, uri);
            let resource = self.ids.get(&base)?.clone();
            (base, resource)
        };
        let target = match fragment {
            "" => resource,
            _ if fragment.starts_with('/') => format!("{resource}{fragment}"),
            name => {
                let own = self.anchors.get(&(base, name.to_owned()));
                let mut all = self.anchors.iter().filter(|((_, known), _)| known == name);
                let only = || all.next().filter(|_| all.next().is_none()).map(|(_, pointer)| pointer);
                own.or_else(only)?.clone()
            }
        };
        (target != text && at_pointer(root, &target).is_some()).then_some(target)
    }

    /// Returns the pointer for a dynamic reference if exactly one schema has its name.
    fn dynamic(&self, text: &str) -> Option<String> {
        match self.dynamic.get(text.strip_prefix('#')?)?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }
}

/// Visits every node of a file that may be a schema.
fn walk(node: &Node, mut scope: Scope, visit: &mut dyn FnMut(&Node, &Scope)) {
    // In a file that holds only schemas, no key marks them as such.
    let is_schema = !scope.context.has_names();
    if let Some(id) = node.get_str("$id").filter(|_| is_schema) {
        scope.base = join(&scope.base, id.split('#').next().unwrap_or_default());
        scope.resource = scope.pointer.clone();
    }
    if is_schema {
        visit(node, &scope);
    }
    match &node.value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let pointer = format!("{}/{index}", scope.pointer);
                walk(item, Scope { context: scope.context.item(), pointer, ..scope.clone() }, visit);
            }
        }
        Value::Object(object) => {
            for (key, child) in object.iter().filter(|(key, _)| !scope.context.is_data(key)) {
                let pointer = format!("{}/{}", scope.pointer, pointer_segment(key).replace('%', "%25"));
                walk(child, Scope { context: scope.context.below(key), pointer, ..scope.clone() }, visit);
            }
        }
        _ => {}
    }
}

fn apply(root: &mut Node, changes: &HashMap<Span, (&'static str, String)>) {
    let mut todo = vec![root];
    while let Some(node) = todo.pop() {
        if let Value::Object(object) = &mut node.value {
            change(object, changes);
        }
        todo.extend(node.children_mut());
    }
}

fn change(object: &mut Object, changes: &HashMap<Span, (&'static str, String)>) {
    for key in ["$ref", "$dynamicRef"] {
        let Some(node) = object.get_mut(key) else { continue };
        if let Some((_, target)) = changes.get(&node.span).filter(|(known, _)| *known == key) {
            node.value = Value::String(target.clone());
            if key == "$dynamicRef"
                && let Some(node) = object.shift_remove(key)
            {
                object.insert("$ref".to_owned(), node);
            }
        }
    }
}

/// Resolves an identifier against a base ([RFC 3986, section 5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)),
/// as far as schema identifiers need it.
fn join(base: &str, reference: &str) -> String {
    let scheme =
        |text: &str| text.find(':').filter(|end| !text.get(..*end).is_some_and(|name| name.contains('/')));
    if reference.is_empty() {
        return base.to_owned();
    }
    if scheme(reference).is_some() {
        return reference.to_owned();
    }
    let authority = base.find("://").map_or(0, |at| {
        let start = at + 3;
        base.get(start..).and_then(|rest| rest.find('/')).map_or(base.len(), |slash| start + slash)
    });
    let (origin, path) = base.split_at(authority);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined =
        if reference.starts_with('/') { reference.to_owned() } else { format!("{folder}/{reference}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/').skip_while(|part| part.is_empty()) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let is_rooted = !origin.is_empty()
        || joined.starts_with('/') && (path.starts_with('/') || reference.starts_with('/'));
    format!("{origin}{}{}", if is_rooted { "/" } else { "" }, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn identifier_is_seen_from_its_base() {
        for (base, reference, joined) in [
            ("", "page", "page"),
            ("https://x.test/v1/layer.json", "digest.json", "https://x.test/v1/digest.json"),
            ("https://x.test/v1/layer.json", "../v2/digest.json", "https://x.test/v2/digest.json"),
            ("https://x.test/v1/layer.json", "/digest.json", "https://x.test/digest.json"),
            ("https://x.test", "digest.json", "https://x.test/digest.json"),
            ("https://x.test/v1/a", "urn:b", "urn:b"),
            ("user-page", "page", "page"),
            ("a/b", "c", "a/c"),
        ] {
            assert_eq!(join(base, reference), joined, "{base} {reference}");
        }
    }
}
