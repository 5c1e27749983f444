//! `new` with the required fields, and a setter for each optional field, of structs that callers send. A constant or the tag of a
//! union has neither an argument nor a setter: `new` fills it in.
//!
//! A struct that is only received has neither: a new required field of a response would break its callers. Tests create it by
//! `Deserialize`. A setter is named `with_` and its field, so that it cannot collide with a method of the struct (`new`,
//! `into_parts`) or of a trait (`clone`, `default`).

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Ident, Item, ItemImpl, ItemStruct, Type, parse_quote};

use crate::emit::marks::{self, Shown};
use crate::emit::{docs, generic_inner};
use crate::ir::{self, Constant, Struct};
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
            is_converted: false,
            kind: Kind::Defaulted,
            constant: None,
            deprecated: false,
        }));
    }
    of(&structure.ident, &settable)
}

/// `Default` of a struct that has constants only, which a derive would leave out.
pub(super) fn default(structure: &Ident, object: &Struct) -> Option<Item> {
    let is_given = |field: &ir::Field| field.required && field.constant.is_none();
    let has_constant = object.fields.iter().any(|field| field.constant.is_some());
    (has_constant && !object.fields.iter().any(is_given)).then(|| {
        parse_quote! {
            impl Default for #structure {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    })
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
    let kind = match field.required {
        true => Kind::Required,
        false if field.is_three_state() => Kind::Nullable,
        false => Kind::Optional,
    };
    let is_converted = field.ty.is_converted() && !field.nullable;
    Settable {
        name: &field.name,
        wire: if field.flatten { &field.name } else { &field.wire },
        ty,
        is_converted,
        kind,
        constant: field.constant.as_ref(),
        deprecated: field.deprecated,
    }
}

/// A field as far as setting it goes.
pub(in crate::emit) struct Settable<'a> {
    pub(in crate::emit) name: &'a str,
    pub(in crate::emit) wire: &'a str,
    pub(in crate::emit) ty: &'a Type,
    /// Whether anything that converts into the type is taken.
    pub(in crate::emit) is_converted: bool,
    pub(in crate::emit) kind: Kind,
    /// The value that the constructor gives it.
    pub(in crate::emit) constant: Option<&'a Constant>,
    pub(in crate::emit) deprecated: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Kind {
    /// An argument of `new`.
    Required,
    /// An `Option` with a setter.
    Optional,
    /// An `Option<Option<_>>` with a setter for values and one for null.
    Nullable,
    /// Something with a default, and a setter.
    Defaulted,
}

/// The constructor and the setters of a struct.
pub(in crate::emit) fn of(name: &Ident, fields: &[Settable<'_>]) -> ItemImpl {
    let (filled, given): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.constant.is_some());
    let (mut required, optional): (Vec<_>, Vec<_>) =
        given.into_iter().partition(|field| field.kind == Kind::Required);
    // No order of a list in the document decides which argument is which.
    required.sort_by_key(|field| field.wire);
    let words = docs::attributes(&words(required.is_empty(), &filled));
    let (arguments, conversions): (Vec<_>, Vec<_>) = required.into_iter().map(argument).unzip();
    let filled = filled.iter().filter_map(|field| {
        let (name, value) = (format_ident!("{}", field.name), constant(field.constant?, field.ty));
        Some(quote!(#name: #value))
    });
    let defaults = optional.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        match field.kind {
            Kind::Optional | Kind::Nullable => quote!(#name: None),
            _ => quote!(#name: Default::default()),
        }
    });
    let setters = optional.iter().filter_map(|field| setter(field));
    let nulls = optional.iter().filter(|field| field.kind == Kind::Nullable);
    let nulls = nulls.filter_map(|field| null_setter(field, fields));
    let many: Option<syn::Attribute> = (arguments.len() > 7).then(
        || parse_quote!(#[allow(clippy::too_many_arguments, reason = "the document requires them all")]),
    );
    let uses = marks::uses_deprecated(fields.iter().any(|field| field.deprecated));
    parse_quote! {
        #uses
        impl #name {
            #(#words)*
            #[must_use]
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#conversions,)* #(#filled,)* #(#defaults),* }
            }
            #(#setters)*
            #(#nulls)*
        }
    }
}

fn words(takes_nothing: bool, filled: &[&Settable<'_>]) -> Vec<String> {
    let first = match (takes_nothing, filled.is_empty()) {
        (true, true) => "Creates a value without any field.",
        (true, false) => "Creates a value without optional fields.",
        (false, _) => "Creates a value with its required fields.",
    };
    let filled = filled.iter().filter_map(|field| {
        Some(format!("{} is {}.", docs::code(field.wire), docs::code(&field.constant?.to_string())))
    });
    let filled: Vec<String> = filled.collect();
    [first.to_owned()].into_iter().chain((!filled.is_empty()).then(|| filled.join(" "))).collect()
}

/// A constant as a value of a field.
fn constant(value: &Constant, ty: &Type) -> TokenStream {
    if let Some(inner) = generic_inner(ty, "Option") {
        let value = constant(value, inner);
        return quote!(Some(#value));
    }
    match value {
        Constant::String(text) => quote!(#text.into()),
        Constant::Number(number) => {
            let number = Literal::i64_suffixed(*number);
            // Not a method: a minus sign applies after a call.
            quote!(From::from(#number))
        }
        Constant::Integer(number) => Literal::i64_unsuffixed(*number).into_token_stream(),
        Constant::Boolean(value) => value.into_token_stream(),
    }
}

/// An argument for a field, and the field's value.
fn argument(field: &Settable<'_>) -> (TokenStream, TokenStream) {
    let (name, ty) = (format_ident!("{}", field.name), field.ty);
    match (field.is_converted, generic_inner(ty, "Box")) {
        (true, _) => (quote!(#name: impl Into<#ty>), quote!(#name: #name.into())),
        (false, Some(bare)) => (quote!(#name: #bare), quote!(#name: Box::new(#name))),
        (false, None) => (quote!(#name: #ty), quote!(#name)),
    }
}

fn setter(field: &Settable<'_>) -> Option<syn::ImplItemFn> {
    let name = format_ident!("{}", field.name);
    let method = format_ident!("with_{}", names::without_keyword_mark(field.name));
    // The name on the wire is worth telling if it is another.
    let words = (field.wire != names::without_keyword_mark(field.name))
        .then(|| format!(" Sets {}.", docs::code(field.wire)));
    let words = match field.kind {
        Kind::Nullable => Some(format!(" Sets {}. `None` is null.", docs::code(field.wire))),
        _ => words,
    };
    let words = words.map(|words| quote!(#[doc = #words]));
    let (argument, value) = match field.kind {
        Kind::Defaulted => {
            let ty = field.ty;
            (quote!(#ty), quote!(value))
        }
        Kind::Nullable => {
            let inner = generic_inner(generic_inner(field.ty, "Option")?, "Option")?;
            let (bare, value) = match generic_inner(inner, "Box") {
                Some(bare) => (bare, quote!(Some(value.into().0.map(Box::new)))),
                None => (inner, quote!(Some(value.into().0))),
            };
            (quote!(impl Into<crate::nullable::Nullable<#bare>>), value)
        }
        _ => {
            let inner = generic_inner(field.ty, "Option")?;
            match (field.is_converted, generic_inner(inner, "Box")) {
                (true, _) => (quote!(impl Into<#inner>), quote!(Some(value.into()))),
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

/// The setter for null, unless another field has its name.
fn null_setter(field: &Settable<'_>, fields: &[Settable<'_>]) -> Option<syn::ImplItemFn> {
    let bare = format!("{}_null", names::without_keyword_mark(field.name));
    if fields.iter().any(|other| other.name == bare) {
        return None;
    }
    let (name, method) = (format_ident!("{}", field.name), format_ident!("with_{bare}"));
    let words = format!(" Sets {} to null.", docs::code(field.wire));
    let deprecated = marks::deprecated(field.deprecated);
    Some(parse_quote! {
        #[doc = #words]
        #deprecated
        #[must_use]
        pub fn #method(mut self) -> Self {
            self.#name = Some(None);
            self
        }
    })
}
