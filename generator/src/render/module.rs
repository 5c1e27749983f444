//! The module tree for the `src` of a crate that has other code too.
//!
//! The crate's manifest is not ours. So no path begins at the crate's root (`super::` leads to the root of each part), no `cfg` asks for
//! a feature of the manifest, lints of the crate do not apply, and examples are not compiled.

mod conditions;
mod needs;

use std::collections::BTreeMap;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::{File, Item, parse_quote};

use super::print::RenderError;
use super::{Part, render_part, runtime_item, vendored};
use crate::input::{Input, Runtime};
use crate::ir::{Api, Crates};

pub use needs::needs;

/// Lints of the surrounding crate that generated code does not follow.
const LINTS: [&str; 17] = [
    "clippy::all",
    "clippy::cargo",
    "clippy::nursery",
    "clippy::pedantic",
    "clippy::restriction",
    "elided_lifetimes_in_paths",
    "let_underscore_drop",
    "missing_copy_implementations",
    "missing_debug_implementations",
    "missing_docs",
    "rust_2018_idioms",
    "rust_2024_compatibility",
    "single_use_lifetimes",
    "unreachable_pub",
    "unused",
    "unused_qualifications",
    "unused_results",
];
/// How a module in a file begins.
const INNER: [&str; 3] = ["mod ", "pub mod ", "pub(crate) mod "];
/// What the documentation states about the examples.
const EXAMPLES: &str = " The examples on this page assume that the module is declared at the root of the crate, with the name of the client.";

/// Returns the files: `mod.rs`, and the modules below it.
pub(super) fn files(
    mut crates: Crates,
    api: &Api,
    input: &Input,
    models_only: bool,
) -> Result<BTreeMap<String, String>, RenderError> {
    let header = input.header();
    let mut files = BTreeMap::new();
    let name = api.package.replace('-', "_");
    let mut models = crates.models;
    collect_readers(&mut models);
    models.items.retain_mut(conditions::decide);
    let root = match models_only {
        true => {
            models.attrs = root_attributes(models.attrs);
            for line in ["", " # Dependencies", "", " ```toml", " [dependencies]", " ```"] {
                models.attrs.push(parse_quote!(#![doc = #line]));
            }
            render_part(models, &part("mod.rs", ""), &header, &mut files)?;
            "models"
        }
        false => {
            render_part(models, &part("models.rs", "models/"), &header, &mut files)?;
            if input.runtime == Runtime::Vendored {
                files.extend(vendored::files(&format!("{name}::runtime"), &text_anywhere));
            }
            crates.client.items.insert(0, runtime_item(&input.runtime));
            crates.client.items.retain_mut(conditions::decide);
            let models = format!("{name}_models");
            crates.client.items.iter_mut().for_each(|item| use_models(item, &models));
            crates.client.attrs = root_attributes(crates.client.attrs);
            render_part(crates.client, &part("mod.rs", ""), &header, &mut files)?;
            "a client"
        }
    };
    let needs = needs(api, input, models_only);
    for (path, text) in &mut files {
        *text = conditions::decided(text);
        *text = conditions::not_compiled(text);
        if path == "mod.rs" {
            *text = with_needs(text, &needs.manifest, root);
        }
    }
    // What a condition leaves out has no file.
    files.retain(|path, _| path != "runtime/blocking.rs");
    Ok(files)
}

fn part(root: &str, folder: &str) -> Part {
    Part { root: root.to_owned(), folder: folder.to_owned(), is_module: true }
}

/// Moves the calls of macros out of the root, because `super::` in a macro leads there from a module only.
fn collect_readers(models: &mut File) {
    let (calls, mut items): (Vec<_>, Vec<_>) =
        std::mem::take(&mut models.items).into_iter().partition(|item| matches!(item, Item::Macro(_)));
    if !calls.is_empty() {
        let place =
            items.iter().rposition(|item| matches!(item, Item::Mod(module) if module.content.is_none()));
        let words = " Decoding of types of other crates.";
        let module = parse_quote! {
            #[rustfmt::skip]
            mod foreign_types {
                #![doc = #words]
                #(#calls)*
            }
        };
        items.insert(place.map_or(0, |place| place + 1), module);
    }
    models.items = items;
}

/// Replaces the crate of the models by the module.
fn use_models(item: &mut Item, models: &str) {
    let Item::Use(import) = item else { return };
    let text = import.to_token_stream().to_string();
    if text == format!("pub use {models} as models ;") {
        *item = parse_quote! {
            #[rustfmt::skip]
            pub mod models;
        };
    } else if let syn::UseTree::Path(path) = &mut import.tree
        && path.ident == models
    {
        path.ident = format_ident!("models");
    }
}

/// Returns the attributes of the root, and those that keep the lints of the crate away.
fn root_attributes(attrs: Vec<syn::Attribute>) -> Vec<syn::Attribute> {
    let lints = LINTS.iter().filter_map(|lint| syn::parse_str::<syn::Path>(lint).ok());
    let allow = parse_quote!(#![allow(#(#lints),*, reason = "generated code does not follow the lints of the crate")]);
    std::iter::once(allow).chain(attrs).collect()
}

/// Puts the dependencies into the documentation of the root.
fn with_needs(text: &str, manifest: &str, root: &str) -> String {
    let lines =
        manifest.lines().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect::<String>();
    let open = "//! [dependencies]\n";
    let Some((before, rest)) = text.split_once(open) else { return text.to_owned() };
    let Some((_, after)) = rest.split_once("//! ```\n") else { return text.to_owned() };
    let words =
        format!("//! A module of {root} needs these dependencies in the manifest of its crate:\n//!\n");
    let before = match before.rsplit_once("//! ```toml\n") {
        Some((before, _)) => format!("{before}//!{EXAMPLES}\n//!\n{words}//! ```toml\n"),
        None => before.to_owned(),
    };
    format!("{before}{open}{lines}//! ```\n{after}")
}

/// Returns a file whose paths work wherever the root stands. `depth` is the number of modules from the root to the file.
pub(super) fn anywhere(file: File, depth: usize) -> Result<File, RenderError> {
    let tokens = relative(file.to_token_stream(), depth);
    syn::parse2(tokens).map_err(|error| RenderError::NotRust(error.to_string()))
}

/// Replaces `crate::` by a path to the root.
fn relative(tokens: TokenStream, depth: usize) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), relative(group.stream(), depth));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            TokenTree::Ident(word)
                if word == "crate"
                    && matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == ':') =>
            {
                let path: TokenStream = up(depth).parse().unwrap_or_default();
                out.extend(path);
                // The colons of `crate::` follow.
            }
            token => out.extend([token]),
        }
    }
    out
}

/// Returns the path from a module to its root: `super::super`.
fn up(depth: usize) -> String {
    match depth {
        0 => "self".to_owned(),
        depth => vec!["super"; depth].join("::"),
    }
}

/// Does the same for a text that is copied. A macro is called in modules directly below the root.
pub(super) fn text_anywhere(text: &str, depth: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut nested = 0;
    for line in text.lines() {
        match line {
            "}" => nested = 0,
            line if line.ends_with('{') && INNER.iter().any(|sign| line.starts_with(sign)) => nested = 1,
            _ => {}
        }
        let line = line.replace("$crate::", "super::");
        out.push_str(&line.replace("crate::", &format!("{}::", up(depth + nested))));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_from_the_crate_becomes_relative() {
        let tokens: TokenStream = "pub (crate) use crate::{A, b::C}; \"crate::x\"".parse().unwrap();
        assert_eq!(
            relative(tokens, 2).to_string(),
            "pub (crate) use super :: super :: { A , b :: C } ; \"crate::x\""
        );
        assert_eq!(
            text_anywhere("use crate::a;\nmod b {\n    use crate::c;\n}\nuse crate::d;\n", 1),
            "use super::a;\nmod b {\n    use super::super::c;\n}\nuse super::d;\n"
        );
        assert_eq!(text_anywhere("$crate::decode::Decode", 2), "super::decode::Decode\n");
    }
}
