//! What the modules of the two crates import.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::visit::{Visit, visit_path, visit_type_path};
use syn::{Ident, Item};

/// The types of other modules.
pub(super) fn of_models(items: &[Item], names: &HashSet<&str>) -> TokenStream {
    let own: BTreeSet<String> = items.iter().filter_map(item_name).map(|name| name.to_string()).collect();
    // A variant may have the name of a type that stands elsewhere and is not meant.
    let types = type_names(items);
    let foreign = types.iter().filter(|name| !own.contains(*name) && names.contains(name.as_str()));
    let foreign: Vec<_> = foreign.map(|name| format_ident!("{name}")).collect();
    match foreign.is_empty() {
        true => quote!(),
        false => quote!(use crate::{#(#foreign),*};),
    }
}

/// Returns the names that are types in some items.
fn type_names(items: &[Item]) -> BTreeSet<String> {
    struct Names(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
            self.0.extend(path.path.get_ident().map(ToString::to_string));
            visit_type_path(self, path);
        }
    }
    let mut names = Names(BTreeSet::new());
    items.iter().for_each(|item| names.visit_item(item));
    names.0
}

/// What operations use of the runtime and of the crate.
pub(super) fn of_client(items: &[Item]) -> TokenStream {
    const RUNTIME: [&str; 20] = [
        "DocumentedError",
        "Error",
        "Method",
        "Operation",
        "Response",
        "ResponseCase",
        "Route",
        "Status",
        "Style",
        "header_value",
        "header_values",
        "open_bytes",
        "open_events",
        "open_lines",
        "open_text_events",
        "read_bytes",
        "read_empty",
        "read_json",
        "read_text",
        "read_unlabelled_json",
    ];
    const CRATE: [&str; 4] = ["Client", "ErrorCode", "models", "runtime"];
    let used = paths(items);
    let names = |names: &'static [&str]| {
        names
            .iter()
            .filter(|name| used.contains(**name))
            .map(|name| format_ident!("{name}"))
            .collect::<Vec<_>>()
    };
    let (runtime, own) = (names(&RUNTIME), names(&CRATE));
    quote! {
        use std::marker::PhantomData;
        use crate::runtime::{#(#runtime),*};
        use crate::{#(#own),*};
    }
}

/// What the paths of some items begin with: the name of a method is not a path.
fn paths(items: &[Item]) -> BTreeSet<String> {
    struct Paths(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Paths {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0.extend(path.segments.first().map(|first| first.ident.to_string()));
            visit_path(self, path);
        }
    }
    let mut paths = Paths(BTreeSet::new());
    items.iter().for_each(|item| paths.visit_item(item));
    paths.0
}

fn item_name(item: &Item) -> Option<Ident> {
    match item {
        Item::Struct(item) => Some(item.ident.clone()),
        Item::Enum(item) => Some(item.ident.clone()),
        Item::Type(item) => Some(item.ident.clone()),
        Item::Static(item) => Some(item.ident.clone()),
        // `object! { Name ... }`.
        Item::Macro(item) => match item.mac.tokens.clone().into_iter().next() {
            Some(TokenTree::Ident(name)) => Some(name),
            _ => None,
        },
        Item::Impl(item) => match &*item.self_ty {
            syn::Type::Path(path) => path.path.get_ident().cloned(),
            _ => None,
        },
        _ => None,
    }
}
