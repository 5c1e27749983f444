//! Prints syntax trees to files.
//!
//! A top-level module becomes a file. The printed text is parsed again: it is an error if the result differs.

mod manifest;
mod metadata;
mod print;
mod vendored;

use std::collections::BTreeMap;

use syn::{Item, ItemMod, parse_quote};

use crate::input::{Input, Runtime};
use crate::ir::{Api, Crates, SUPPORT};

pub use print::RenderError;

/// Returns the files of the two crates, by path below their common folder.
///
/// # Errors
/// Fails if a printed text does not parse to the same code.
pub fn render(mut crates: Crates, api: &Api, input: &Input) -> Result<BTreeMap<String, String>, RenderError> {
    let (header, runtime) = (input.header(), &input.runtime);
    let mut files = BTreeMap::new();
    let models = format!("{}-models", api.package);
    files.insert(format!("{models}/Cargo.toml"), manifest::models(api, &header));
    files.insert(format!("{}/Cargo.toml", api.package), manifest::client(api, &header, runtime));
    for (name, readme) in [(&models, crates.models_readme), (&api.package, crates.client_readme)] {
        files.insert(
            format!("{name}/README.md"),
            format!("<!-- {} -->\n\n{readme}", header.replace("--", "- -")),
        );
    }
    let header = format!("// {header}\n");
    render_crate(crates.models, &models, &header, &mut files)?;
    if *runtime == Runtime::Vendored {
        files.extend(vendored::files(&api.package));
    }
    crates.client.items.insert(0, runtime_item(runtime));
    render_crate(crates.client, &api.package, &header, &mut files)?;
    Ok(files)
}

/// Returns the item that makes the runtime known as `crate::runtime`.
fn runtime_item(runtime: &Runtime) -> Item {
    if *runtime == Runtime::Vendored {
        return parse_quote! {
            #[rustfmt::skip]
            pub mod runtime;
        };
    }
    parse_quote!(
        pub use clientwright_runtime as runtime;
    )
}

fn render_crate(
    mut root: syn::File,
    folder: &str,
    header: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), RenderError> {
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
    root.attrs.insert(0, parse_quote!(#![cfg_attr(rustfmt, rustfmt_skip)]));
    files.insert(format!("{folder}/src/lib.rs"), format!("{header}\n{}", print::file(&root)?));
    Ok(())
}

/// Returns the contents of a module as a file, with its docs; None for a module whose file is copied.
fn module_file(module: &mut ItemMod) -> Option<syn::File> {
    let (_, items) = module.content.take()?;
    let is_inner = |attribute: &syn::Attribute| matches!(attribute.style, syn::AttrStyle::Inner(_));
    let (attrs, outer) = std::mem::take(&mut module.attrs).into_iter().partition(is_inner);
    module.attrs = outer;
    Some(syn::File { shebang: None, frontmatter: None, attrs, items })
}
