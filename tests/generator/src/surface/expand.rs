//! Macros of the crate's own, as what they make of themselves.
//!
//! Only the signatures of what a macro makes count, so repetitions in its text are passed over, and an enum gets the
//! variants that stand in the call.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, ItemEnum, ItemMacro};

/// The text of each macro of a crate: what stands behind the arrow of its last rule.
pub(super) type Macros = BTreeMap<String, TokenStream>;

/// Notes a macro, if an item is one.
pub(super) fn note(item: &Item, macros: &mut Macros) {
    let Item::Macro(ItemMacro { ident: Some(name), mac, .. }) = item else { return };
    let last = mac.tokens.clone().into_iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    if let Some(text) = last.last() {
        macros.insert(name.to_string(), text);
    }
}

/// The items that a call makes, if its macro is one of the crate's.
///
/// # Errors
/// Fails if what it makes is not Rust.
pub(super) fn expand(call: &ItemMacro, macros: &Macros) -> syn::Result<Option<Vec<Item>>> {
    let text = call.mac.path.get_ident().and_then(|name| macros.get(&name.to_string()));
    let Some(text) = text.filter(|_| call.ident.is_none()) else { return Ok(None) };
    let given = call.mac.parse_body::<ItemEnum>().ok();
    let first = call.mac.tokens.clone().into_iter().next();
    let name = match (&given, first) {
        (Some(given), _) => given.ident.clone(),
        (None, Some(TokenTree::Ident(name))) => name,
        _ => return Ok(None),
    };
    let mut items = syn::parse2::<syn::File>(filled(text.clone(), &name))?.items;
    for item in &mut items {
        if let (Item::Enum(made), Some(given)) = (item, &given) {
            let own = std::mem::take(&mut made.variants);
            made.variants = given.variants.iter().cloned().chain(own).collect();
        }
    }
    Ok(Some(items))
}

/// A macro's text with the name put in and without repetitions.
fn filled(text: TokenStream, name: &Ident) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = text.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Ident(word)) if word == "crate" => word.to_tokens(&mut out),
                Some(TokenTree::Ident(word)) if word == "name" => name.to_tokens(&mut out),
                Some(TokenTree::Ident(_)) => Ident::new("__", Span::call_site()).to_tokens(&mut out),
                // A repetition, with what stands between its rounds and the sign of how many there are.
                Some(TokenTree::Group(_)) => {
                    let is_sign = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if matches!(sign.as_char(), '*' | '+' | '?'));
                    while tokens.next().is_some_and(|token| !is_sign(&token)) {}
                }
                _ => {}
            },
            TokenTree::Group(group) => {
                Group::new(group.delimiter(), filled(group.stream(), name)).to_tokens(&mut out);
            }
            other => other.to_tokens(&mut out),
        }
    }
    out
}
