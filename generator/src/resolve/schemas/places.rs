//! Where schemas are in a document. A hoisted type is named after its places.

use std::collections::HashMap;

use crate::document::Span;
use crate::names::camel;

/// The name that the bodies of all errors share.
const FAILURE: &str = "error reply";

/// The place of a schema: what contains it, and its role there.
#[derive(Debug, Clone)]
pub(in super::super) struct Place<'a> {
    owner: Owner<'a>,
    words: String,
    role: Role,
}

#[derive(Debug, Clone, Copy)]
enum Owner<'a> {
    /// An operation, or another object of the document that is not a schema.
    Operation(&'a str),
    /// A schema, by the name of its type.
    Type(&'a str),
}

/// What a place adds to the name of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    /// A name in the document: that of a property, parameter, header or tag value.
    Named(String),
    /// The body of an error, by status.
    Failure,
    /// A value in a container, such as an item. It has the name of the container.
    Element,
    /// Nothing that identifies it, such as the body of a request.
    Plain,
}

impl<'a> Place<'a> {
    /// A property of a schema.
    pub(super) fn property(owner: &'a str, wire: &str) -> Self {
        Self { owner: Owner::Type(owner), words: wire.to_owned(), role: Role::Named(wire.to_owned()) }
    }

    /// A value in a container that a schema describes: an item or an unnamed property.
    pub(super) fn element(owner: &'a str, words: String) -> Self {
        Self { owner: Owner::Type(owner), words, role: Role::Element }
    }

    /// An alternative that the document names.
    pub(super) fn named_alternative(owner: &'a str, name: String) -> Self {
        Self { owner: Owner::Type(owner), role: Role::Named(name.clone()), words: name }
    }

    /// An alternative without a name.
    pub(super) fn alternative(owner: &'a str, words: String) -> Self {
        Self { owner: Owner::Type(owner), words, role: Role::Plain }
    }

    /// A named part of an operation: a parameter or a field of a form.
    pub(in super::super) fn part(operation: &'a str, name: &str) -> Self {
        Self {
            owner: Owner::Operation(operation),
            words: name.to_owned(),
            role: Role::Named(name.to_owned()),
        }
    }

    /// The body of an operation's error response.
    pub(in super::super) fn failure(operation: &'a str, status: &str) -> Self {
        Self { role: Role::Failure, ..Self::body(operation, status) }
    }

    /// A header of an operation's response.
    pub(in super::super) fn header(operation: &'a str, name: &str) -> Self {
        Self { words: format!("header {name}"), ..Self::part(operation, name) }
    }

    /// The body of an operation's request or response, or a response that operations share, without `words`.
    pub(in super::super) fn body(operation: &'a str, words: &str) -> Self {
        Self { owner: Owner::Operation(operation), words: words.to_owned(), role: Role::Plain }
    }

    /// The same place with more words.
    pub(in super::super) fn with(&self, words: &str) -> Self {
        Self { words: format!("{} {words}", self.words), ..self.clone() }
    }

    /// Returns the name of a type that is hoisted here.
    pub(super) fn name(&self) -> String {
        let (Owner::Operation(owner) | Owner::Type(owner)) = self.owner;
        camel(&format!("{owner} {}", self.words))
    }
}

/// The places found so far, and the types that were hoisted at them.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub(super) all: Vec<Known>,
    /// The last place with a type of this name.
    latest: HashMap<String, usize>,
    /// The hoisted types.
    pub(super) origins: HashMap<String, Origin>,
    /// The titles of types in the document.
    pub(super) titles: HashMap<String, String>,
}

/// A hoisted type.
#[derive(Debug, Default)]
pub(super) struct Origin {
    pub(super) places: Vec<usize>,
    /// The schema that it is hoisted from, through references.
    pub(super) target: Option<Span>,
    /// Whether the settings name it.
    pub(super) is_given: bool,
}

/// A place, and the type that is hoisted there.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) root: Root,
    pub(super) words: String,
    role: Role,
    pub(super) ty: Option<String>,
}

/// What contains a place.
#[derive(Debug)]
pub(super) enum Root {
    Operation(String),
    Component(String),
    Place(usize),
}

/// A use of a type: the type or operation that uses it, and the names from there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Usage {
    pub(super) owner: UsageOwner,
    /// The names from the owner to the use. A role without a name is part of the previous element; the first element is
    /// part of the owner's name, and is often empty.
    pub(super) elements: Vec<String>,
}

/// What uses a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UsageOwner {
    /// An operation, which has a name of its own.
    Operation(String),
    /// A type.
    Type(String),
}

impl Places {
    /// Adds a place whose type has a provisional name.
    pub(super) fn enter(&mut self, name: &str, place: &Place<'_>) -> usize {
        let id = self.add(place);
        self.latest.insert(name.to_owned(), id);
        id
    }

    fn add(&mut self, place: &Place<'_>) -> usize {
        let root = match place.owner {
            Owner::Operation(name) => Root::Operation(name.to_owned()),
            Owner::Type(name) => match self.latest.get(name) {
                Some(id) => Root::Place(*id),
                None => Root::Component(name.to_owned()),
            },
        };
        self.all.push(Known { root, words: place.words.clone(), role: place.role.clone(), ty: None });
        self.all.len() - 1
    }

    /// Records that a type is hoisted at a place.
    pub(super) fn hoist(&mut self, id: usize, name: &str, origin: Origin) {
        if let Some(known) = self.all.get_mut(id) {
            known.ty = Some(name.to_owned());
        }
        self.origins.insert(name.to_owned(), Origin { places: vec![id], ..origin });
    }

    /// Records another place of a hoisted type.
    pub(super) fn again(&mut self, name: &str, place: &Place<'_>) {
        let id = self.add(place);
        if let Some(origin) = self.origins.get_mut(name) {
            origin.places.push(id);
        }
    }

    /// Returns the name under which a hoisted type is used, for each use: that of a property, parameter, or the like,
    /// as a type name.
    pub(super) fn stems(&self, name: &str) -> impl Iterator<Item = Option<String>> {
        let places = self.origins.get(name).map(|origin| origin.places.as_slice()).unwrap_or_default();
        places.iter().map(|id| self.stem(*id).map(camel))
    }

    fn stem(&self, id: usize) -> Option<&str> {
        let mut known = self.all.get(id)?;
        loop {
            match (&known.role, &known.root) {
                (Role::Named(name), _) => return Some(name),
                (Role::Failure, _) => return Some(FAILURE),
                (Role::Element, Root::Place(id)) => known = self.all.get(*id)?,
                _ => return None,
            }
        }
    }

    /// Returns the uses of a hoisted type.
    pub(super) fn usages(&self, name: &str) -> Vec<Usage> {
        let places = self.origins.get(name).map(|origin| origin.places.as_slice()).unwrap_or_default();
        places.iter().map(|id| self.usage(*id, false)).collect()
    }

    /// Returns the whole paths to a hoisted type, from an operation or component.
    pub(super) fn paths(&self, name: &str) -> Vec<Vec<String>> {
        let places = self.origins.get(name).map(|origin| origin.places.as_slice()).unwrap_or_default();
        let path = |id: &usize| {
            let Usage { owner, elements } = self.usage(*id, true);
            let (UsageOwner::Operation(owner) | UsageOwner::Type(owner)) = owner;
            let mut elements = elements.into_iter();
            let first = format!("{owner} {}", elements.next().unwrap_or_default());
            std::iter::once(first.trim().to_owned()).chain(elements).collect()
        };
        places.iter().map(path).collect()
    }

    /// Returns a place from the closest type, or from the root.
    fn usage(&self, id: usize, is_whole: bool) -> Usage {
        let mut steps: Vec<&Known> = Vec::new();
        let mut next = self.all.get(id);
        let mut owner = UsageOwner::Type(String::new());
        while let Some(known) = next {
            if let Some(ty) = known.ty.as_ref().filter(|_| !steps.is_empty() && !is_whole) {
                owner = UsageOwner::Type(ty.clone());
                break;
            }
            steps.push(known);
            next = match &known.root {
                Root::Operation(name) => {
                    owner = UsageOwner::Operation(name.clone());
                    None
                }
                Root::Component(name) => {
                    owner = UsageOwner::Type(name.clone());
                    None
                }
                Root::Place(id) => self.all.get(*id),
            };
        }
        let mut elements = vec![String::new()];
        for known in steps.iter().rev() {
            match elements.last_mut() {
                Some(last) if matches!(known.role, Role::Element | Role::Plain) => {
                    *last = format!("{last} {}", known.words).trim().to_owned();
                }
                _ => elements.push(known.words.clone()),
            }
        }
        Usage { owner, elements }
    }
}
