//! Which folders of a crate import which, read from its source text.
//!
//! A *folder* is a module of the crate root, with everything below it: `send` is `send.rs` and `send/**`. It imports `retry`
//! if any of its paths begins with `crate::retry`, in a `use`, an expression, a type or a macro call. `super` counts, too, once it
//! leads to the root. Code under `#[cfg(test)]`, code in `quote!`, and the crate root itself are ignored.
//!
//! How to hold a crate to a table in a Markdown file:
//!
//! ```ignore
//! let files = imports::files(&root.join("generator/src"))?;      // module path -> text
//! let found = imports::of(&files)?;                              // folder -> folders it imports
//! let table = imports::table(&architecture, "Imports of the generator"); // `| folder | imports |`, names in backticks
//! assert_eq!(imports::differences(&found, &table), Vec::<String>::new());
//! assert_eq!(imports::circle(&found), None);
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{Visit, visit_item, visit_item_mod};

/// Folders, and the folders that each of them imports.
pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// The Rust files below `src`, by module path: `send/execute.rs` is `send::execute`. The root is left out.
///
/// # Errors
/// If a file cannot be read.
pub fn files(src: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    add_files(src, "", &mut found)?;
    found.remove("lib");
    Ok(found)
}

fn add_files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            add_files(&path, &format!("{prefix}{name}::"), found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.insert(format!("{prefix}{name}"), std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The imports of each folder, from the files of a crate by module path.
///
/// # Errors
/// If a file is not Rust.
pub fn of(files: &BTreeMap<String, String>) -> syn::Result<Imports> {
    let mut imports = Imports::new();
    for (module, text) in files {
        let path: Vec<String> = module.split("::").map(str::to_owned).collect();
        let folder = path.first().cloned().unwrap_or_default();
        let mut scan = Scan { path, found: BTreeSet::new() };
        scan.visit_file(&syn::parse_file(text)?);
        scan.found.remove(&folder);
        imports.entry(folder).or_default().append(&mut scan.found);
    }
    Ok(imports)
}

/// The table `| folder | imports |` below a heading of a Markdown text. Names are in backticks.
pub fn table(markdown: &str, heading: &str) -> Imports {
    let lines = markdown.lines().skip_while(|line| line.trim_start_matches('#').trim() != heading).skip(1);
    let rows = lines.take_while(|line| !line.starts_with('#')).filter(|line| line.starts_with('|'));
    let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    rows.filter_map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(names);
        let folder = cells.next()?.into_iter().next()?;
        Some((folder, cells.next()?.into_iter().collect()))
    })
    .collect()
}

/// What differs between the imports that were found and those that are allowed, a sentence each.
pub fn differences(found: &Imports, allowed: &Imports) -> Vec<String> {
    let edges = |imports: &Imports| -> BTreeSet<(String, String)> {
        let each = |(from, all): (&String, &BTreeSet<String>)| {
            all.iter().map(|to| (from.clone(), to.clone())).collect::<Vec<_>>()
        };
        imports.iter().flat_map(each).collect()
    };
    let (is, may) = (edges(found), edges(allowed));
    let added =
        is.difference(&may).map(|(from, to)| format!("`{from}` imports `{to}`, which the table lacks"));
    let unused = may.difference(&is).map(|(from, to)| format!("`{from}` does not import `{to}`"));
    let missing = found.keys().filter(|folder| !allowed.contains_key(*folder));
    let missing = missing.map(|folder| format!("`{folder}` is not in the table"));
    let gone = allowed.keys().filter(|folder| !found.contains_key(*folder));
    let gone = gone.map(|folder| format!("`{folder}` does not exist"));
    added.chain(unused).chain(missing).chain(gone).collect()
}

/// A circle of imports, as the folders on it; none if there is no circle.
pub fn circle(imports: &Imports) -> Option<Vec<String>> {
    fn follow<'i>(imports: &'i Imports, from: &'i str, way: &mut Vec<&'i str>) -> Option<Vec<String>> {
        if let Some(start) = way.iter().position(|known| *known == from) {
            return Some(way.iter().skip(start).map(ToString::to_string).collect());
        }
        way.push(from);
        let found = imports.get(from).into_iter().flatten().find_map(|to| follow(imports, to, way));
        way.pop();
        found
    }
    imports.keys().find_map(|from| follow(imports, from, &mut Vec::new()))
}

/// Collects the folders that a module names.
struct Scan {
    /// The module, from the root.
    path: Vec<String>,
    found: BTreeSet<String>,
}

impl Scan {
    /// Looks for `crate::name` and `super::name` at any depth of some tokens, and for `crate::{a, b}`.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let word = |at: usize| match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
            _ => None,
        };
        let is_colon =
            |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        let follows = |at: usize| is_colon(at) && is_colon(at + 1);
        for at in 0..tokens.len() {
            if let Some(TokenTree::Group(group)) = tokens.get(at)
                && !is_quoted(&tokens, at)
            {
                self.tokens(group.stream());
            }
            let is_inside = at >= 2 && follows(at - 2);
            let mut next = at;
            let mut depth = match word(at).as_deref() {
                Some("crate") => 0,
                Some("super") if !is_inside => self.path.len(),
                _ => continue,
            };
            while word(next).as_deref() == Some("super") && follows(next + 1) {
                depth = depth.saturating_sub(1);
                next += 3;
            }
            if word(next).as_deref() == Some("crate") && follows(next + 1) {
                next += 3;
            }
            if depth > 0 {
                continue;
            }
            match tokens.get(next) {
                Some(TokenTree::Ident(name)) if next > at => drop(self.found.insert(name.to_string())),
                Some(TokenTree::Group(group)) if next > at => self.names(group.stream()),
                _ => {}
            }
        }
    }

    /// The first name of each part of `{a, b::c}`.
    fn names(&mut self, group: TokenStream) {
        let mut is_first = true;
        for token in group {
            match token {
                TokenTree::Ident(name) if is_first => {
                    is_first = false;
                    self.found.insert(name.to_string());
                }
                TokenTree::Punct(punct) if punct.as_char() == ',' => is_first = true,
                _ => {}
            }
        }
    }
}

/// Whether a group is code that is generated, such as that of `quote! {}`: its paths are those of another crate.
fn is_quoted(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    let is_macro = matches!(before(1), Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
    is_macro && matches!(before(2), Some(TokenTree::Ident(name)) if name == "quote" || name == "parse_quote")
}

impl<'ast> Visit<'ast> for Scan {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_test(item) {
            return;
        }
        match item {
            syn::Item::Mod(_) => visit_item(self, item),
            other => self.tokens(other.to_token_stream()),
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.path.push(module.ident.to_string());
        visit_item_mod(self, module);
        self.path.pop();
    }
}

fn is_test(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    let is_cfg = |attribute: &syn::Attribute| attribute.path().is_ident("cfg");
    attributes
        .iter()
        .filter(|attribute| is_cfg(attribute))
        .any(|attribute| attribute.to_token_stream().to_string().replace(' ', "").contains("cfg(test)"))
}
