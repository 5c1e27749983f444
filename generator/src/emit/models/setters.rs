//! `new` with the required fields, and a setter for each optional field, of structs that callers send.
//!
//! A struct that is only received has neither: a new required field of a response would break its callers. Tests create it by
//! `Deserialize`. A setter is named `with_` and its field, so that it cannot collide with a method of the struct (`new`,
//! `into_parts`) or of a trait (`clone`, `default`).

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Item, ItemImpl, ItemStruct, Type, parse_quote};

use crate::emit::generic_inner;
use crate::emit::marks::{self, Shown};
use crate::emit::models::structs;
use crate::ir::{self, Struct};
use crate::names;

/// The constructor and the setters of a model.
pub(super) fn constructors(structure: &ItemStruct, object: &Struct) -> ItemImpl {
    let types = structure.fields.iter().map(|field| &field.ty);
    let mut settable: Vec<Settable<'_>> =
        object.fields.iter().zip(types).map(|(field, ty)| settable(field, ty)).collect();
    if object.rest.is_some() {
        let ty = structure.fields.iter().last().map(|field| &field.ty);
        settable.extend(ty.map(|ty| Settable {
            name: "additional_properties",
            wire: "additional_properties",
            ty,
            is_text: false,
            kind: Kind::Defaulted,
            deprecated: false,
        }));
    }
    of(&structure.ident, &settable)
}

/// `Debug` of a struct that holds a secret.
pub(super) fn debug(structure: &ItemStruct, object: &Struct) -> Option<Item> {
    let named = object.fields.iter().map(|field| Shown {
        name: &field.name,
        is_secret: field.secret,
        is_option: !field.required || field.nullable,
        is_deprecated: field.deprecated,
    });
    let is_secret = object.rest_secret;
    let rest = Shown { name: "additional_properties", is_secret, is_option: false, is_deprecated: false };
    let fields: Vec<_> = named.chain(object.rest.is_some().then_some(rest)).collect();
    marks::debug(&structure.ident, &fields)
}

fn settable<'a>(field: &'a ir::Field, ty: &'a Type) -> Settable<'a> {
    let kind = if field.required { Kind::Required } else { Kind::Optional };
    let is_text = field.ty == ir::Type::String
        && !(field.nullable && (field.required || structs::is_three_state(field)));
    Settable {
        name: &field.name,
        wire: if field.flatten { &field.name } else { &field.wire },
        ty,
        is_text,
        kind,
        deprecated: field.deprecated,
    }
}

/// A field as far as setting it goes.
pub(in crate::emit) struct Settable<'a> {
    pub(in crate::emit) name: &'a str,
    pub(in crate::emit) wire: &'a str,
    pub(in crate::emit) ty: &'a Type,
    /// Whether anything that becomes a `String` is taken.
    pub(in crate::emit) is_text: bool,
    pub(in crate::emit) kind: Kind,
    pub(in crate::emit) deprecated: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Kind {
    /// An argument of `new`.
    Required,
    /// An `Option` with a setter.
    Optional,
    /// Something with a default, and a setter.
    Defaulted,
}

/// The constructor and the setters of a struct.
pub(in crate::emit) fn of(name: &Ident, fields: &[Settable<'_>]) -> ItemImpl {
    // No order of a list in the document decides which argument is which.
    let mut required: Vec<_> = fields.iter().filter(|field| field.kind == Kind::Required).collect();
    required.sort_by_key(|field| field.wire);
    let (arguments, conversions): (Vec<_>, Vec<_>) = required.into_iter().map(argument).unzip();
    let defaults = fields.iter().filter(|field| field.kind != Kind::Required).map(|field| {
        let name = format_ident!("{}", field.name);
        if field.kind == Kind::Optional { quote!(#name: None) } else { quote!(#name: Default::default()) }
    });
    let settable = fields.iter().filter(|field| field.kind != Kind::Required);
    let setters = settable.filter_map(setter);
    let words = match arguments.is_empty() {
        true => " Creates a value without any field.",
        false => " Creates a value with its required fields.",
    };
    let many: Option<syn::Attribute> = (arguments.len() > 7).then(
        || parse_quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
    );
    let uses = marks::uses_deprecated(fields.iter().any(|field| field.deprecated));
    parse_quote! {
        #uses
        impl #name {
            #[doc = #words]
            #[must_use]
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#conversions,)* #(#defaults),* }
            }
            #(#setters)*
        }
    }
}

/// An argument for a field, and the field's value.
fn argument(field: &Settable<'_>) -> (TokenStream, TokenStream) {
    let (name, ty) = (format_ident!("{}", field.name), field.ty);
    match (field.is_text, generic_inner(ty, "Box")) {
        (true, _) => (quote!(#name: impl Into<String>), quote!(#name: #name.into())),
        (false, Some(bare)) => (quote!(#name: #bare), quote!(#name: Box::new(#name))),
        (false, None) => (quote!(#name: #ty), quote!(#name)),
    }
}

fn setter(field: &Settable<'_>) -> Option<syn::ImplItemFn> {
    let name = format_ident!("{}", field.name);
    let method = format_ident!("with_{}", names::without_keyword_mark(field.name));
    // The name on the wire is worth telling if it is another.
    let words = (field.wire != names::without_keyword_mark(field.name))
        .then(|| format!(" Sets {}.", crate::emit::docs::code(field.wire)));
    let words = words.map(|words| quote!(#[doc = #words]));
    let (argument, value) = match field.kind {
        Kind::Defaulted => {
            let ty = field.ty;
            (quote!(#ty), quote!(value))
        }
        _ => {
            let inner = generic_inner(field.ty, "Option")?;
            match (field.is_text, generic_inner(inner, "Box")) {
                (true, _) => (quote!(impl Into<String>), quote!(Some(value.into()))),
                (false, Some(bare)) => (quote!(#bare), quote!(Some(Box::new(value)))),
                (false, None) => (quote!(#inner), quote!(Some(value))),
            }
        }
    };
    let deprecated = marks::deprecated(field.deprecated);
    Some(parse_quote! {
        #words
        #deprecated
        #[must_use]
        pub fn #method(mut self, value: #argument) -> Self {
            self.#name = #value;
            self
        }
    })
}
