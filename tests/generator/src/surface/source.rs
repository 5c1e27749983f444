//! The modules of a crate, and the paths by which callers name what stands in them.

use std::collections::BTreeMap;

use syn::{Attribute, Item, ItemMod, UseTree, Visibility};

use super::expand::{self, Macros};
use super::tokens::short;

/// How far re-exports of re-exports are followed.
const DEPTH: usize = 8;

/// A crate: its modules by path, the root's being empty.
pub(super) struct Source {
    modules: BTreeMap<String, Module>,
}

#[derive(Default)]
struct Module {
    items: Vec<Item>,
    conditions: Vec<String>,
}

/// What a caller can name.
pub(super) struct Public<'s> {
    /// The path, without the crate.
    pub(super) path: String,
    /// When it is there.
    pub(super) conditions: Vec<String>,
    pub(super) what: What<'s>,
}

pub(super) enum What<'s> {
    Item(&'s Item),
    /// Something of another crate, by its path there.
    Foreign(String),
}

impl Source {
    /// # Errors
    /// Fails if a file is not Rust.
    pub(super) fn of(files: &BTreeMap<String, String>) -> syn::Result<Self> {
        let mut parsed = Vec::new();
        let mut macros = Macros::new();
        for (name, text) in files {
            let path = if name == "lib" { "" } else { name.strip_suffix("/mod").unwrap_or(name) };
            let items = syn::parse_file(text)?.items;
            items.iter().for_each(|item| expand::note(item, &mut macros));
            parsed.push((path.replace('/', "::"), items));
        }
        let mut source = Self { modules: BTreeMap::new() };
        for (path, items) in parsed {
            source.add(&path, items, &macros)?;
        }
        Ok(source)
    }

    fn add(&mut self, path: &str, items: Vec<Item>, macros: &Macros) -> syn::Result<()> {
        let mut own = Vec::new();
        for item in items {
            match item {
                Item::Mod(ItemMod { attrs, content: Some((_, items)), vis, ident, .. }) => {
                    if !is_for_tests(&attrs) {
                        self.add(&join(path, &ident.to_string()), items, macros)?;
                        own.push(Item::Mod(syn::parse_quote!(#(#attrs)* #vis mod #ident;)));
                    }
                }
                Item::Macro(call) => match expand::expand(&call, macros)? {
                    Some(made) => own.extend(made),
                    None => own.push(Item::Macro(call)),
                },
                other => own.push(other),
            }
        }
        for item in &own {
            if let Item::Mod(module) = item {
                let child = self.modules.entry(join(path, &module.ident.to_string())).or_default();
                child.conditions = conditions(&module.attrs);
            }
        }
        self.modules.entry(path.to_owned()).or_default().items.extend(own);
        Ok(())
    }

    /// Everything that a caller can name.
    pub(super) fn public(&self) -> Vec<Public<'_>> {
        let mut found = Vec::new();
        self.reach("", "", &[], 0, &mut found);
        found
    }

    fn reach<'s>(
        &'s self,
        module: &str,
        prefix: &str,
        outer: &[String],
        depth: usize,
        found: &mut Vec<Public<'s>>,
    ) {
        let Some(items) = self.modules.get(module).map(|module| &module.items) else { return };
        for item in items.iter().filter(|_| depth < DEPTH) {
            let (Some((visibility, attributes)), conditions) = (head(item), outer.to_vec()) else { continue };
            if !is_public(visibility) || is_for_tests(attributes) {
                continue;
            }
            let conditions: Vec<String> =
                conditions.into_iter().chain(self::conditions(attributes)).collect();
            match item {
                Item::Mod(child) => {
                    let name = child.ident.to_string();
                    let prefix = format!("{prefix}{name}::");
                    self.reach(&join(module, &name), &prefix, &conditions, depth + 1, found);
                }
                Item::Use(tree) => {
                    for (path, name) in flattened(&tree.tree, Vec::new()) {
                        self.reexport(module, &path, &name, prefix, &conditions, depth, found);
                    }
                }
                _ => {
                    if let Some(name) = name(item) {
                        let path = format!("{prefix}{name}");
                        found.push(Public { path, conditions, what: What::Item(item) });
                    }
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "it is the half of the function above")]
    fn reexport<'s>(
        &'s self,
        module: &str,
        path: &[String],
        name: &str,
        prefix: &str,
        conditions: &[String],
        depth: usize,
        found: &mut Vec<Public<'s>>,
    ) {
        let (last, parents) =
            (path.last().map_or("", String::as_str), path.get(..path.len() - 1).unwrap_or(&[]));
        match self.module(module, parents) {
            Some(target) if name == "*" => self.reach(&target, prefix, conditions, depth + 1, found),
            Some(target) => {
                let mut inner = Vec::new();
                self.reach(&target, "", conditions, depth + 1, &mut inner);
                let is_it = |public: &Public<'_>| {
                    public.path == last || public.path.starts_with(&format!("{last}::"))
                };
                for mut public in inner.into_iter().filter(is_it) {
                    public.path =
                        format!("{prefix}{name}{}", public.path.get(last.len()..).unwrap_or_default());
                    found.push(public);
                }
            }
            None => found.push(Public {
                path: format!("{prefix}{name}"),
                conditions: conditions.to_vec(),
                what: What::Foreign(path.join("::")),
            }),
        }
    }

    /// The module of this crate that a path in one of its modules leads to.
    fn module(&self, from: &str, path: &[String]) -> Option<String> {
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" => String::new(),
            "self" => from.to_owned(),
            "super" => from.rsplit_once("::").map_or("", |(parent, _)| parent).to_owned(),
            child => join(from, child),
        };
        let path = rest.iter().fold(start, |path, name| join(&path, name));
        self.modules.contains_key(&path).then_some(path)
    }

    /// All items, public or not, with when they are there.
    pub(super) fn items(&self) -> impl Iterator<Item = (&Item, &[String])> {
        self.modules
            .values()
            .flat_map(|module| module.items.iter().map(|item| (item, module.conditions.as_slice())))
    }

    /// A name that may have been given by `use ... as`, as it was before.
    pub(super) fn renamed(&self, name: String) -> String {
        let uses = self.items().filter_map(|(item, _)| match item {
            Item::Use(tree) => Some(flattened(&tree.tree, Vec::new())),
            _ => None,
        });
        let found = uses.flatten().find(|(_, given)| *given == name);
        found.and_then(|(path, _)| path.last().cloned()).unwrap_or(name)
    }

    /// Whether a path that stands before a name leads into this crate.
    pub(super) fn is_own(&self, path: &[String]) -> bool {
        path.is_empty() || self.module("", path).is_some()
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") }
}

/// The paths of a `use` and the names that they get; a star for all of a module.
fn flattened(tree: &UseTree, mut path: Vec<String>) -> Vec<(Vec<String>, String)> {
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            flattened(&inner.tree, path)
        }
        UseTree::Group(group) => group.items.iter().flat_map(|tree| flattened(tree, path.clone())).collect(),
        UseTree::Name(name) if name.ident == "self" => {
            let name = path.last().cloned().unwrap_or_default();
            vec![(path, name)]
        }
        UseTree::Name(name) => {
            path.push(name.ident.to_string());
            vec![(path, name.ident.to_string())]
        }
        UseTree::Rename(rename) => {
            path.push(rename.ident.to_string());
            vec![(path, rename.rename.to_string())]
        }
        UseTree::Glob(_) => {
            path.push("*".to_owned());
            vec![(path, "*".to_owned())]
        }
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The conditions under which something is compiled.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let cfg = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfg.filter_map(|attribute| attribute.meta.require_list().ok()).map(|list| short(&list.tokens)).collect()
}

pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    conditions(attributes).iter().any(|condition| condition == "test")
}

fn head(item: &Item) -> Option<(&Visibility, &[Attribute])> {
    Some(match item {
        Item::Struct(item) => (&item.vis, &item.attrs),
        Item::Enum(item) => (&item.vis, &item.attrs),
        Item::Type(item) => (&item.vis, &item.attrs),
        Item::Fn(item) => (&item.vis, &item.attrs),
        Item::Const(item) => (&item.vis, &item.attrs),
        Item::Static(item) => (&item.vis, &item.attrs),
        Item::Trait(item) => (&item.vis, &item.attrs),
        Item::Mod(item) => (&item.vis, &item.attrs),
        Item::Use(item) => (&item.vis, &item.attrs),
        _ => return None,
    })
}

/// The name of an item that callers can name.
pub(super) fn name(item: &Item) -> Option<String> {
    Some(match item {
        Item::Struct(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Const(item) => item.ident.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        _ => return None,
    })
}
