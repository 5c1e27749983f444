//! Prints syntax trees to files.
//!
//! A top-level module becomes a file. The printed text is parsed again: it is an error if the result differs. The files are those of
//! two crates, or of a module.

mod dependencies;
mod manifest;
mod metadata;
mod module;
mod print;
mod vendored;

use std::collections::BTreeMap;

use syn::{Item, ItemMod, parse_quote};

use crate::input::{Arrangement, Input, Layout, Runtime};
use crate::ir::{Api, Crates, SUPPORT};

pub use module::needs;
pub use print::RenderError;

/// Returns the files, by path below the output folder.
///
/// # Errors
/// Fails if a printed text does not parse to the same code.
pub fn render(
    mut crates: Crates,
    api: &Api,
    input: &Input,
    arrangement: Arrangement,
) -> Result<BTreeMap<String, String>, RenderError> {
    let (header, runtime) = (input.header(), &input.runtime);
    if arrangement.layout == Layout::Module {
        return module::files(crates, api, input, arrangement.models_only);
    }
    let mut files = BTreeMap::new();
    let models = format!("{}-models", api.package);
    files.insert(format!("{models}/Cargo.toml"), manifest::models(api, &header));
    files.insert(format!("{models}/README.md"), readme(&header, &crates.models_readme));
    render_part(crates.models, &Part::of_crate(&models), &header, &mut files)?;
    if arrangement.models_only {
        return Ok(files);
    }
    let client = &api.package;
    files.insert(format!("{client}/Cargo.toml"), manifest::client(api, &header, runtime));
    files.insert(format!("{client}/README.md"), readme(&header, &crates.client_readme));
    if *runtime == Runtime::Vendored {
        let own = format!("{}::runtime", client.replace('-', "_"));
        let copied = vendored::files(&own, &|text, _| text.replace("crate::", "crate::runtime::"));
        files.extend(copied.into_iter().map(|(path, text)| (format!("{client}/src/{path}"), text)));
    }
    crates.client.items.insert(0, runtime_item(runtime));
    render_part(crates.client, &Part::of_crate(client), &header, &mut files)?;
    Ok(files)
}

fn readme(header: &str, text: &str) -> String {
    format!("<!-- {} -->\n\n{text}", header.replace("--", "- -"))
}

/// Returns the item that makes the runtime known as `runtime` of the client.
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

/// A root with its modules: a crate, or a part of a module tree.
struct Part {
    /// The file of the root.
    root: String,
    /// The folder of the modules, with a slash.
    folder: String,
    /// Whether the part is a module, so that no path begins with `crate`.
    is_module: bool,
}

impl Part {
    fn of_crate(name: &str) -> Self {
        Self { root: format!("{name}/src/lib.rs"), folder: format!("{name}/src/"), is_module: false }
    }
}

fn render_part(
    mut root: syn::File,
    part: &Part,
    header: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), RenderError> {
    let header = format!("// {header}\n");
    let folder = &part.folder;
    for item in &mut root.items {
        let Item::Mod(module) = item else { continue };
        let path = format!("{folder}{}.rs", module.ident);
        let text = match module_file(module) {
            Some(file) if part.is_module => print::file(&module::anywhere(file, 1)?)?,
            Some(file) => print::file(&file)?,
            None => {
                let support = SUPPORT.iter().filter(|support| module.ident == support.name);
                for (path, text) in support.flat_map(|support| support.files) {
                    let text = match part.is_module {
                        true => module::text_anywhere(text, path.split('/').count()),
                        false => (*text).to_owned(),
                    };
                    files.insert(format!("{folder}{path}.rs"), format!("{header}\n{text}"));
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
    files.insert(part.root.clone(), format!("{header}\n{}", print::file(&root)?));
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
