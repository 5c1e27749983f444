//! Items to text, with room between them.

use std::hash::{Hash, Hasher};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{File, Item, ItemEnum, ItemMacro};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The printed text is not valid Rust.
    #[error("the printed text is not valid Rust: {0}")]
    NotRust(String),
    /// The printed text parses to different code.
    #[error("the printed text parses to different code, near `{0}`")]
    Changed(String),
}

/// Prints a file.
pub(super) fn file(file: &File) -> Result<String, RenderError> {
    let mut text = prettyplease::unparse(&File { items: Vec::new(), ..file.clone() });
    let mut before: Option<&Item> = None;
    for item in &file.items {
        let together = before.is_some_and(|before| are_close(before, item));
        if !text.is_empty() && !together {
            text.push('\n');
        }
        text.push_str(&print_item(item)?);
        before = Some(item);
    }
    Ok(text)
}

/// Uses stand close, and so do modules in files of their own.
fn are_close(before: &Item, item: &Item) -> bool {
    match (before, item) {
        (Item::Use(_), Item::Use(_)) => true,
        (Item::Mod(before), Item::Mod(item)) => before.content.is_none() && item.content.is_none(),
        _ => false,
    }
}

fn print_item(item: &Item) -> Result<String, RenderError> {
    if let Item::Macro(call) = item {
        let printed = print_call(call);
        return check(&only(item.clone()), &printed).map(|()| printed);
    }
    let marked = match item {
        Item::Enum(marked) => unmarked(marked),
        _ => None,
    };
    let (by, plain) = match marked {
        Some((by, plain)) => (Some(by), Item::Enum(plain)),
        None => (None, item.clone()),
    };
    let file = only(plain);
    let printed = prettyplease::unparse(&file);
    check(&file, &printed)?;
    let spaced = space_out(&printed);
    Ok(match by {
        Some(by) => format!("{by}! {{\n{}}}\n", indent(&spaced)),
        None => spaced,
    })
}

fn only(item: Item) -> File {
    File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] }
}

/// A call of a macro, with a line for each entry of a block.
fn print_call(call: &ItemMacro) -> String {
    let name = call.mac.path.to_token_stream();
    if call.semi_token.is_some() {
        return format!("{name}!({});\n", call.mac.tokens)
            .replace(" ,", ",")
            .replace(" :: ", "::")
            .replace(" < ", "<")
            .replace(" >", ">");
    }
    let mut text = format!("{name}! {{\n    ");
    for token in call.mac.tokens.clone() {
        match token {
            TokenTree::Group(block) => text.push_str(&print_block(block.stream())),
            word => text.push_str(&format!("{word} ")),
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n}\n"
}

/// A line for each entry; entries that are but a name stand on one line.
fn print_block(entries: TokenStream) -> String {
    if !entries.clone().into_iter().any(|token| matches!(token, TokenTree::Literal(_))) {
        return format!("{{ {entries} }} ").replace(" ,", ",").replace("{  }", "{}");
    }
    let mut text = "{".to_owned();
    let mut before = None;
    for token in entries {
        match (&token, before) {
            (TokenTree::Punct(sign), _) if matches!(sign.as_char(), ',' | ':' | '>') => {}
            (_, None | Some(',')) => text.push_str("\n        "),
            _ => text.push(' '),
        }
        text.push_str(&token.to_string());
        before = Some(match &token {
            TokenTree::Punct(sign) => sign.as_char(),
            _ => ' ',
        });
    }
    text + ",\n    } "
}

/// The macro that writes an enum, and the enum without its `#[by_macro(...)]`, if it has that.
fn unmarked(item: &ItemEnum) -> Option<(String, ItemEnum)> {
    let marker = item.attrs.iter().find(|attribute| attribute.path().is_ident("by_macro"))?;
    let by: syn::Ident = marker.parse_args().ok()?;
    let mut plain = item.clone();
    plain.attrs.retain(|attribute| !attribute.path().is_ident("by_macro"));
    Some((by.to_string(), plain))
}

fn indent(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

/// An empty line after each method but the last. Printed text literals have no line breaks, so a line is what it seems.
fn space_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line == "    }" && lines.peek().is_some_and(|next| *next != "}") {
            out.push('\n');
        }
    }
    out
}

/// The text on its own says what the tree said.
fn check(file: &File, printed: &str) -> Result<(), RenderError> {
    // The tree is Rust, so a text with the same tokens is.
    let read: TokenStream =
        printed.parse().map_err(|error: proc_macro2::LexError| RenderError::NotRust(error.to_string()))?;
    let meant = file.to_token_stream();
    if fingerprint(meant.clone()) == fingerprint(read.clone()) {
        return Ok(());
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    walk(meant, &mut |token| before.push(token.to_string()));
    walk(read, &mut |token| after.push(token.to_string()));
    let same = before.iter().zip(&after).take_while(|(before, after)| before == after).count();
    let near = before.iter().skip(same.saturating_sub(8)).take(16);
    Err(RenderError::Changed(near.cloned().collect::<Vec<_>>().join(" ")))
}

/// A number for a stream of tokens, without a text for each of them.
fn fingerprint(tokens: TokenStream) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    walk(tokens, &mut |token| match token {
        TokenTree::Ident(ident) => ident.hash(&mut hasher),
        TokenTree::Punct(punct) => punct.as_char().hash(&mut hasher),
        TokenTree::Literal(literal) => literal.to_string().hash(&mut hasher),
        TokenTree::Group(group) => std::mem::discriminant(&group.delimiter()).hash(&mut hasher),
    });
    hasher.finish()
}

/// Every token but trailing commas and the braces around the body of a closure, which are the printer's business.
fn walk(tokens: TokenStream, see: &mut dyn FnMut(&TokenTree)) {
    for token in tokens {
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => walk(group.stream(), see),
            TokenTree::Punct(comma) if comma.as_char() == ',' => {}
            TokenTree::Group(group) => {
                let inner = group.stream();
                see(&TokenTree::Group(Group::new(group.delimiter(), TokenStream::new())));
                walk(inner, see);
            }
            _ => see(&token),
        }
    }
}
