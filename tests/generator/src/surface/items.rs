//! The lines of an item: what it is, and what stands in it.

use syn::{Attribute, Fields, Item, ItemEnum, ItemStruct, ItemTrait, Signature, TraitItem};

use super::source::is_public;
use super::tokens::{bare, bounds, conditions, parameters, short};

/// The lines of an item under its path.
pub(super) fn lines(path: &str, item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) => structure(path, item),
        Item::Enum(item) => enumeration(path, item),
        Item::Trait(item) => interface(path, item),
        Item::Fn(item) => vec![format!("{path}: {}", function(&item.sig, Vec::new()))],
        Item::Type(item) => vec![format!("{path}: type{} = {}", parameters(&item.generics), short(&item.ty))],
        Item::Const(item) => vec![format!("{path}: const {}", short(&item.ty))],
        Item::Static(item) => vec![format!("{path}: static {}", short(&item.ty))],
        _ => Vec::new(),
    }
}

/// A function as callers see it, with what else is asked of the types around it.
pub(super) fn function(signature: &Signature, mut around: Vec<String>) -> String {
    around.extend(bounds(&signature.generics));
    let words = [
        ("const ", signature.constness.is_some()),
        ("async ", signature.asyncness.is_some()),
        ("unsafe ", short(signature).contains("unsafe fn ")),
    ];
    let words: String = words.iter().filter(|(_, is)| *is).map(|(word, _)| *word).collect();
    let inputs: Vec<String> = signature.inputs.iter().map(short).collect();
    let output = short(&signature.output);
    let output = if output.is_empty() { output } else { format!(" {output}") };
    let parameters = parameters(&signature.generics);
    format!("{words}fn{parameters}({}){output}{}", inputs.join(", "), conditions(around))
}

fn structure(path: &str, item: &ItemStruct) -> Vec<String> {
    let visible = |field: &&syn::Field| is_public(&field.vis);
    let hidden = item.fields.iter().any(|field| !is_public(&field.vis));
    let body = match (&item.fields, hidden) {
        (Fields::Unit, _) => ";",
        (Fields::Named(_), true) => " { .. }",
        (Fields::Named(_), false) => " {}",
        (Fields::Unnamed(_), true) => "(..)",
        (Fields::Unnamed(_), false) => "()",
    };
    let (generics, mark) = (&item.generics, grows(&item.attrs));
    let mut lines =
        vec![format!("{path}: struct{}{body}{mark}{}", parameters(generics), conditions(bounds(generics)))];
    for (place, field) in item.fields.iter().enumerate().filter(|(_, field)| visible(field)) {
        let name = field.ident.as_ref().map_or(place.to_string(), ToString::to_string);
        lines.push(format!("{path}.{name}: {}", short(&field.ty)));
    }
    lines
}

fn enumeration(path: &str, item: &ItemEnum) -> Vec<String> {
    let (generics, mark) = (&item.generics, grows(&item.attrs));
    let mut lines =
        vec![format!("{path}: enum{}{mark}{}", parameters(generics), conditions(bounds(generics)))];
    for variant in &item.variants {
        let value = variant.discriminant.as_ref().map(|(_, value)| format!(" = {}", short(value)));
        let fields = match &variant.fields {
            Fields::Unit => String::new(),
            Fields::Unnamed(fields) => {
                let types: Vec<String> = fields.unnamed.iter().map(|field| short(&field.ty)).collect();
                format!("({})", types.join(", "))
            }
            Fields::Named(fields) => {
                let name =
                    |field: &syn::Field| field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                let fields =
                    fields.named.iter().map(|field| format!("{}: {}", name(field), short(&field.ty)));
                format!(" {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
        };
        let (name, mark) = (&variant.ident, grows(&variant.attrs));
        lines.push(format!("{path}::{name}: variant{fields}{}{mark}", value.unwrap_or_default()));
    }
    lines
}

fn interface(path: &str, item: &ItemTrait) -> Vec<String> {
    let mut all = bounds(&item.generics);
    all.extend(item.supertraits.iter().map(|bound| format!("Self: {}", bare(&short(bound)))));
    let mut lines = vec![format!("{path}: trait{}{}", parameters(&item.generics), conditions(all))];
    let kind = |is_given: bool| if is_given { "provided" } else { "required" };
    for item in &item.items {
        match item {
            TraitItem::Fn(item) => lines.push(format!(
                "{path}::{}: {} {}",
                item.sig.ident,
                kind(item.default.is_some()),
                function(&item.sig, Vec::new())
            )),
            TraitItem::Type(item) => {
                let of_it =
                    item.bounds.iter().map(|bound| format!("Self::{}: {}", item.ident, bare(&short(bound))));
                let (name, kind) = (&item.ident, kind(item.default.is_some()));
                lines.push(format!("{path}::{name}: {kind} type{}", conditions(of_it.collect())));
            }
            TraitItem::Const(item) => {
                let (name, kind) = (&item.ident, kind(item.default.is_some()));
                lines.push(format!("{path}::{name}: {kind} const {}", short(&item.ty)));
            }
            _ => {}
        }
    }
    lines
}

/// The mark of what may get more without breaking anybody.
fn grows(attributes: &[Attribute]) -> &'static str {
    let is_it = |attribute: &Attribute| attribute.path().is_ident("non_exhaustive");
    if attributes.iter().any(is_it) { " #[non_exhaustive]" } else { "" }
}
