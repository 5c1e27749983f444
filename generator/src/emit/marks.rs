//! Annotations of a value beside its type: whether it is deprecated, and whether it is a secret.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Ident, Item, parse_quote};

/// The attribute of what the document calls deprecated.
pub(super) fn deprecated(is: bool) -> Option<Attribute> {
    is.then(|| parse_quote!(#[deprecated]))
}

/// The attribute of generated code that uses something of that kind.
pub(super) fn uses_deprecated(is: bool) -> Option<Attribute> {
    is.then(|| parse_quote!(#[allow(deprecated, reason = "what is deprecated is still sent and shown")]))
}

/// A field as `Debug` shows it.
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    /// Whether its value is left out.
    pub(super) is_secret: bool,
    pub(super) is_option: bool,
    pub(super) is_deprecated: bool,
}

/// `Debug` for a struct that holds a secret. Nothing for another: that one derives it.
pub(super) fn debug(structure: &Ident, fields: &[Shown<'_>]) -> Option<Item> {
    if !fields.iter().any(|field| field.is_secret) {
        return None;
    }
    let text = structure.to_string();
    let shown = fields.iter().map(|field| -> TokenStream {
        let (name, label) = (format_ident!("{}", field.name), field.name);
        match (field.is_secret, field.is_option) {
            (false, _) => quote!(.field(#label, &self.#name)),
            (true, false) => quote!(.field(#label, &"[redacted]")),
            (true, true) => quote!(.field(#label, &self.#name.as_ref().map(|_| "[redacted]"))),
        }
    });
    let uses = uses_deprecated(fields.iter().any(|field| field.is_deprecated));
    Some(parse_quote! {
        #uses
        impl std::fmt::Debug for #structure {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.debug_struct(#text) #(#shown)* .finish()
            }
        }
    })
}
