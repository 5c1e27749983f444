//! Tokens as a person writes them, and what is asked of type parameters as a list.

use quote::ToTokens;
use syn::{GenericParam, Generics, Type, TypeParamBound, WherePredicate};

/// Tokens as a person writes them.
pub(super) fn short(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let tight = ["::", "<", ">", "(", ")", "[", "]", ",", "&", ".", ";", "'", "?"];
    let mut text = tight.iter().fold(text, |text, mark| {
        let after = matches!(*mark, "::" | "<" | "(" | "[" | "&" | "." | "'");
        let before = !matches!(*mark, "&" | "'" | "(" | "[") || *mark == "(";
        let text = if before { text.replace(&format!(" {mark}"), mark) } else { text };
        if after { text.replace(&format!("{mark} "), mark) } else { text }
    });
    for (loose, tight) in [("? ", "?"), (" :", ":"), ("->", " -> "), ("  ", " "), ("{ ", "{"), (" }", "}")] {
        text = text.replace(loose, tight);
    }
    text.replace("- >", "->").replace(",>", ">").replace(",)", ")").trim().to_owned()
}

/// The last name of a path with its arguments: `Display` of `std::fmt::Display`.
pub(super) fn last(path: &syn::Path) -> String {
    path.segments.last().map(short).unwrap_or_default()
}

/// Type parameters without what is asked of them: `<'a, T, const N: usize>`.
pub(super) fn parameters(generics: &Generics) -> String {
    let names = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(lifetime) => short(&lifetime.lifetime),
        GenericParam::Const(constant) => short(constant),
        GenericParam::Type(ty) => match &ty.default {
            Some((_, default)) => format!("{} = {}", ty.ident, short(default)),
            None => ty.ident.to_string(),
        },
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

/// What is asked of type parameters, a text for each bound.
pub(super) fn bounds(generics: &Generics) -> Vec<String> {
    let mut all = Vec::new();
    for parameter in &generics.params {
        match parameter {
            GenericParam::Type(ty) => all.extend(each(&ty.ident, ty.bounds.iter())),
            GenericParam::Lifetime(lifetime) => all.extend(each(&lifetime.lifetime, lifetime.bounds.iter())),
            GenericParam::Const(_) => {}
        }
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        match predicate {
            WherePredicate::Type(ty) => all.extend(each(&ty.bounded_ty, ty.bounds.iter())),
            WherePredicate::Lifetime(lifetime) => {
                all.extend(each(&lifetime.lifetime, lifetime.bounds.iter()))
            }
            other => all.push(short(other)),
        }
    }
    all
}

fn each<'b, B: ToTokens + 'b>(of: &impl ToTokens, bounds: impl Iterator<Item = &'b B>) -> Vec<String> {
    bounds.map(|bound| format!("{}: {}", short(of), bare(&short(bound)))).collect()
}

/// A bound without the modules before its trait, which say nothing: `Debug` for `fmt::Debug`.
pub(super) fn bare(bound: &str) -> String {
    let name = bound.rfind("> ").filter(|_| bound.starts_with("for<")).map_or(0, |end| end + 2);
    let name = if bound.starts_with('?') { 1 } else { name };
    let (before, rest) = bound.split_at(name);
    let end = rest.find(['<', '(']).unwrap_or(rest.len());
    let start = rest.get(..end).and_then(|path| path.rfind("::")).map_or(0, |place| place + 2);
    format!("{before}{}", rest.get(start..).unwrap_or(rest))
}

/// A `where` for bounds, each once.
pub(super) fn conditions(mut bounds: Vec<String>) -> String {
    bounds.sort();
    bounds.dedup();
    if bounds.is_empty() { String::new() } else { format!(" where {}", bounds.join(", ")) }
}

/// Whether a bound names one of some traits.
pub(super) fn names(bound: &TypeParamBound) -> Option<String> {
    match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

/// The name of a type without arguments and references, and whether another crate's path stands before it.
pub(super) fn named(ty: &Type) -> Option<(String, Vec<String>)> {
    match ty {
        Type::Path(path) => {
            let mut names: Vec<String> =
                path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            Some((names.pop()?, names))
        }
        Type::Reference(reference) => named(&reference.elem),
        _ => None,
    }
}
