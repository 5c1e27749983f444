//! Syntax trees to files.
//!
//! A module at the top level of a crate becomes a file of its own. What is printed is read again: a text that reads
//! back as something else is an error, not an output.

mod manifest;
mod print;

use std::collections::BTreeMap;

use syn::{Item, ItemMod};

use crate::ir::Api;
use crate::ir::Crates;

pub use print::RenderError;

/// Files of the model crate that are the same for every API: macros, and what they use.
const SUPPORT: [(&str, &str); 19] = [
    ("any_of", include_str!("../inlineable/src/any_of.rs")),
    ("flatten", include_str!("../inlineable/src/flatten.rs")),
    ("decode", include_str!("../inlineable/src/decode.rs")),
    ("decode/budget", include_str!("../inlineable/src/decode/budget.rs")),
    ("decode/checked", include_str!("../inlineable/src/decode/checked.rs")),
    ("decode/choice", include_str!("../inlineable/src/decode/choice.rs")),
    ("decode/containers", include_str!("../inlineable/src/decode/containers.rs")),
    ("decode/json", include_str!("../inlineable/src/decode/json.rs")),
    ("decode/path", include_str!("../inlineable/src/decode/path.rs")),
    ("decode/scalars", include_str!("../inlineable/src/decode/scalars.rs")),
    ("decode/source", include_str!("../inlineable/src/decode/source.rs")),
    ("newtype", include_str!("../inlineable/src/newtype.rs")),
    ("object", include_str!("../inlineable/src/object.rs")),
    ("open_enum", include_str!("../inlineable/src/open_enum.rs")),
    ("open_number", include_str!("../inlineable/src/open_number.rs")),
    ("tagged_union", include_str!("../inlineable/src/tagged_union.rs")),
    ("tuple", include_str!("../inlineable/src/tuple.rs")),
    ("unknown", include_str!("../inlineable/src/unknown.rs")),
    ("untagged_union", include_str!("../inlineable/src/untagged_union.rs")),
];

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
                let name = module.ident.to_string();
                for (path, text) in SUPPORT {
                    if path.strip_prefix(&name).is_some_and(|below| below.starts_with('/')) {
                        files.insert(format!("{folder}/src/{path}.rs"), format!("{header}\n{text}"));
                    }
                }
                let found = SUPPORT.iter().find(|(path, _)| *path == name);
                found.map(|(_, text)| (*text).to_owned()).unwrap_or_default()
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
