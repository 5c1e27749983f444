//! What is looked for, and what it is looked for in.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Item;

/// The tokens of a crate by the item that they stand in, and what was not found among them.
pub(super) struct Sought {
    pub(super) items: HashMap<String, Vec<String>>,
    pub(super) missing: Vec<String>,
}

impl Sought {
    pub(super) fn new(file: &syn::File) -> Self {
        let mut sought = Self { items: HashMap::new(), missing: Vec::new() };
        file.items.iter().for_each(|item| sought.add(item));
        sought
    }

    fn add(&mut self, item: &Item) {
        let name = match item {
            Item::Mod(module) => {
                module.content.iter().flat_map(|(_, items)| items).for_each(|item| self.add(item));
                return;
            }
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            Item::Type(item) => item.ident.to_string(),
            Item::Static(item) => item.ident.to_string(),
            Item::Macro(call) => {
                call.mac.tokens.clone().into_iter().next().map(|name| name.to_string()).unwrap_or_default()
            }
            Item::Impl(block) => {
                let name = block.self_ty.to_token_stream().to_string();
                match block.items.as_slice() {
                    // A method of the client stands in a block of its own.
                    [syn::ImplItem::Fn(method)] if name == "Client" => method.sig.ident.to_string(),
                    _ => name,
                }
            }
            _ => return,
        };
        let tokens = self.items.entry(name).or_default();
        flatten(item.to_token_stream(), tokens);
    }

    /// Notes as missing what an item does not have.
    pub(super) fn seek(&mut self, item: &str, code: &str) {
        let mut wanted = Vec::new();
        flatten(code.parse().unwrap_or_default(), &mut wanted);
        let has = |tokens: &Vec<String>| tokens.windows(wanted.len().max(1)).any(|window| window == wanted);
        if wanted.is_empty() || !self.items.get(item).is_some_and(has) {
            self.missing.push(format!("`{code}` of `{item}`"));
        }
    }
}

/// All tokens in a row, without trailing commas, which say nothing.
fn flatten(tokens: TokenStream, flat: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => {
                        flatten(group.stream(), flat);
                        continue;
                    }
                };
                flat.push(open.to_owned());
                flatten(group.stream(), flat);
                if flat.last().is_some_and(|last| last == ",") {
                    flat.pop();
                }
                flat.push(close.to_owned());
            }
            token => flat.push(token.to_string()),
        }
    }
}
