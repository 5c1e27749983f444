//! Security requirements of an extracted operation, in terms of the API's schemes.

use serde_json::{Map, Value};

use super::Subject;
use super::facts::{self, Said};
use clientwright::document::Node;
use clientwright::document::openapi::{OperationAt, components, follow};

/// The security of an extracted operation.
#[derive(Debug, Default)]
pub(super) struct Security {
    /// The requirements in the fragment, if they differ from the API's.
    pub(super) said: Option<Value>,
    /// The number of schemes that the API defines otherwise under the same name.
    pub(super) conflicts: usize,
}

/// Returns the requirements of the operation or the document, if they differ from the API's.
pub(super) fn taken(subject: &mut Subject<'_>, at: OperationAt<'_>) -> Security {
    let own = at.node.get("security");
    let Some(list) = own.or(subject.document.get("security")).cloned() else { return Security::default() };
    let names = names(&list);
    let pairs: Option<Vec<_>> = names.iter().map(|name| pair(subject, name)).collect();
    let Some(pairs) = pairs else {
        let whose = if own.is_some() { "operation" } else { "document" };
        let message = format!("the security of the {whose} names schemes that the API does not have");
        subject.note(
            "taken",
            list.head(),
            format!("{message}; the API's security is used ({})", names.join(", ")),
        );
        return Security::default();
    };
    let mut found = Vec::new();
    let in_conflict =
        pairs.iter().filter(|(name, theirs, ours)| facts::conflict(&mut found, name, theirs, ours));
    let conflicts = in_conflict.count();
    if own.is_some() {
        subject.diagnostics.append(&mut found);
        return Security { said: Some(list.to_json()), conflicts };
    }
    if conflicts > 0 {
        let message = "the document's security has another meaning in the API; the API's security is used";
        subject.note("taken", list.head(), format!("{message} ({})", names.join(", ")));
        return Security::default();
    }
    let is_same = subject.root.get("security").is_some_and(|ours| ours.same(&list));
    if is_same {
        return Security::default();
    }
    let message = "the document's security differs from the API's; it is written to the operation".to_owned();
    subject.note("taken", list.head(), message);
    Security { said: Some(list.to_json()), conflicts: 0 }
}

/// Returns the schemes in a list of requirements.
fn names(list: &Node) -> Vec<String> {
    let alternatives = list.as_array().unwrap_or_default().iter().filter_map(Node::as_object);
    let mut names: Vec<String> = alternatives.flat_map(|alternative| alternative.keys().cloned()).collect();
    names.sort();
    names.dedup();
    names
}

/// Returns both definitions of a scheme.
fn pair(subject: &Subject<'_>, name: &str) -> Option<(String, Said, Said)> {
    let scheme = |root: &Node| Some(sent(follow(root, components(root, "securitySchemes")?.get(name)?)?));
    Some((name.to_owned(), scheme(&subject.document)?, scheme(&subject.root)?))
}

/// Returns the part of a scheme that affects requests. How a token is obtained does not; names of headers and schemes
/// are case-insensitive.
fn sent(scheme: &Node) -> Said {
    let text = |key: &str| scheme.get(key).and_then(Node::as_text);
    let is_header = text("in") == Some("header");
    let mut value = Map::new();
    for key in ["type", "in", "name", "scheme", "openIdConnectUrl"] {
        let Some(said) = text(key) else { continue };
        let said = if key == "scheme" || (key == "name" && is_header) {
            said.to_lowercase()
        } else {
            said.to_owned()
        };
        value.insert(key.to_owned(), said.into());
    }
    Said { value: Value::Object(value), at: scheme.head() }
}
