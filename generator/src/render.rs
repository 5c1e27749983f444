//! Syntax trees to files.
//!
//! A module at the top level of a crate becomes a file of its own. What is printed is read again: a text that reads
//! back as something else is an error, not an output.

mod manifest;
mod print;

use std::collections::BTreeMap;

use syn::{Item, ItemMod};

use crate::ir::{Api, Crates, SUPPORT};

pub use print::RenderError;

/// The files of the two crates, by path below the folder that holds both. `runtime` is the client's dependency on the
/// runtime, as the inside of a TOML table.
///
/// # Errors
/// When a printed text does not read back as what was printed.
pub fn render(
    crates: Crates,
    api: &Api,
    origin: &str,
    runtime: &str,
) -> Result<BTreeMap<String, String>, RenderError> {
    let mut files = BTreeMap::new();
    let models = format!("{}-models", api.package);
    files.insert(format!("{models}/Cargo.toml"), manifest::models(api, origin));
    files.insert(format!("{}/Cargo.toml", api.package), manifest::client(api, origin, runtime));
    render_crate(crates.models, &models, origin, &mut files)?;
    render_crate(crates.client, &api.package, origin, &mut files)?;
    Ok(files)
}

fn render_crate(
    mut root: syn::File,
    folder: &str,
    origin: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), RenderError> {
    let header = print::header(origin);
    for item in &mut root.items {
        let Item::Mod(module) = item else { continue };
        let path = format!("{folder}/src/{}.rs", module.ident);
        let text = match module_file(module) {
            Some(file) => print::file(&file)?,
            None => {
                let support = SUPPORT.iter().filter(|support| module.ident == support.name);
                for (path, text) in support.flat_map(|support| support.files) {
                    files.insert(format!("{folder}/src/{path}.rs"), format!("{header}\n{text}"));
                }
                module.semi = Some(Default::default());
                continue;
            }
        };
        files.insert(path, format!("{header}\n{text}"));
        module.content = None;
        module.semi = Some(Default::default());
    }
    root.attrs.insert(0, syn::parse_quote!(#![cfg_attr(rustfmt, rustfmt_skip)]));
    files.insert(format!("{folder}/src/lib.rs"), format!("{header}\n{}", print::file(&root)?));
    Ok(())
}

/// What a module holds, with the module's own words on top; nothing for a module whose file is given.
fn module_file(module: &mut ItemMod) -> Option<syn::File> {
    let (_, items) = module.content.take()?;
    let is_inner = |attribute: &syn::Attribute| matches!(attribute.style, syn::AttrStyle::Inner(_));
    let (attrs, outer) = std::mem::take(&mut module.attrs).into_iter().partition(is_inner);
    module.attrs = outer;
    Some(syn::File { shebang: None, frontmatter: None, attrs, items })
}
