//! Lines of a surface, taken apart.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{FnArg, ReturnType, Signature};

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What callers name.
    pub(super) path: String,
    /// Which of the things at that path it is about: a trait, or the thing itself where this is empty.
    pub(super) about: String,
    /// What it says, without conditions.
    pub(super) says: String,
    /// What is asked of types.
    pub(super) bounds: BTreeSet<String>,
    /// When it is there.
    pub(super) condition: Option<String>,
}

impl Line {
    pub(super) fn of(text: &str, condition: Option<&str>) -> Self {
        let (path, rest) = text.split_once(": ").unwrap_or((text.trim_end_matches(':'), ""));
        let (says, bounds) = rest.split_once(" where ").unwrap_or((rest, ""));
        let bounds = split(bounds).into_iter().collect();
        let about = match says.split_once(' ') {
            Some(("impl", name)) => format!("impl {}", name.split(" { ").next().unwrap_or(name)),
            Some(("auto", name)) => format!("auto {name}"),
            _ => String::new(),
        };
        Self {
            path: path.to_owned(),
            about,
            says: says.to_owned(),
            bounds,
            condition: condition.map(str::to_owned),
        }
    }

    /// What it stands in: the type of a field or a method, and the type that has a trait.
    pub(super) fn owner(&self) -> &str {
        match (self.about.is_empty(), self.path.rsplit_once('.'), self.path.rsplit_once("::")) {
            (false, _, _) => &self.path,
            (true, Some((owner, _)), _) => owner,
            (true, None, Some((owner, _))) => owner,
            (true, None, None) => "",
        }
    }

    pub(super) fn is_field(&self) -> bool {
        self.about.is_empty() && self.path.contains('.')
    }

    /// Whether it stands in a type or a trait, rather than in a module.
    fn stands_in_type(&self) -> bool {
        let name = self.owner().rsplit("::").next().unwrap_or_default();
        name.starts_with(char::is_uppercase)
    }

    /// Its kind in a word.
    pub(super) fn kind(&self) -> &str {
        let first = self.says.split([' ', '<', '(', '{', ';']).next().unwrap_or_default();
        match first {
            _ if self.path.starts_with("feature ") => "feature",
            _ if self.is_field() => "field",
            _ if self.function().is_some() && self.stands_in_type() => "method",
            _ if self.function().is_some() => "function",
            "impl" | "auto" => "trait",
            "const" => "constant",
            "use" => "re-export",
            "required" | "provided" => "item",
            other => other,
        }
    }

    /// What it says, for a function.
    pub(super) fn function(&self) -> Option<Signature> {
        let says =
            self.says.strip_prefix("required ").or(self.says.strip_prefix("provided ")).unwrap_or(&self.says);
        let place = says.find("fn").filter(|place| {
            says.get(..*place).is_some_and(|words| {
                words.split_whitespace().all(|word| matches!(word, "const" | "async" | "unsafe"))
            })
        })?;
        let (words, rest) = says.split_at(place);
        syn::parse_str(&format!("{words}fn x{}", rest.get(2..)?)).ok()
    }

    /// The names of a function's arguments.
    pub(super) fn arguments(&self) -> Vec<String> {
        let inputs = self.function().into_iter().flat_map(|signature| signature.inputs);
        let names = inputs.filter_map(|input| match input {
            FnArg::Typed(argument) => match *argument.pat {
                syn::Pat::Ident(name) => Some(name.ident.to_string()),
                pattern => Some(pattern.to_token_stream().to_string()),
            },
            FnArg::Receiver(_) => None,
        });
        names.collect()
    }

    /// What it says without the names of arguments, which no one can name.
    pub(super) fn meaning(&self) -> String {
        let Some(mut signature) = self.function() else { return self.says.clone() };
        for (place, input) in signature.inputs.iter_mut().enumerate() {
            if let FnArg::Typed(argument) = input {
                let name = quote::format_ident!("a{place}");
                *argument.pat = syn::parse_quote!(#name);
            } else if let FnArg::Receiver(receiver) = input {
                receiver.mutability = None;
            }
        }
        signature.constness = None;
        // An `async fn` is a function that gives a future: it can be written either way.
        if signature.asyncness.take().is_some() {
            let output = match &signature.output {
                ReturnType::Default => quote::quote!(()),
                ReturnType::Type(_, output) => output.to_token_stream(),
            };
            signature.output = syn::parse_quote!(-> impl Future<Output = #output>);
        }
        let word = ["required", "provided"].into_iter().find(|word| self.says.starts_with(word));
        format!("{} {}", word.unwrap_or_default(), signature.to_token_stream())
    }
}

/// A list at its commas, but for those inside brackets.
fn split(list: &str) -> Vec<String> {
    let (mut parts, mut depth, mut part, mut before) = (Vec::new(), 0_i32, String::new(), ' ');
    for letter in list.chars() {
        match letter {
            '<' | '(' | '[' => depth += 1,
            '>' if before == '-' => {}
            '>' | ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part).trim().to_owned());
                before = letter;
                continue;
            }
            _ => {}
        }
        part.push(letter);
        before = letter;
    }
    parts.push(part.trim().to_owned());
    parts.retain(|part| !part.is_empty());
    parts
}
