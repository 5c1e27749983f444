//! Cuts the engine's file in two: structs for the model crate, signatures of methods for the client crate.
//!
//! What the engine makes besides (conversions, an error type, a client that sends) is done elsewhere or not wanted.

use syn::{File, ImplItem, Item};

use crate::ir::Crates;

pub(super) fn split(engine: File) -> Crates {
    let mut models = empty();
    let mut client = empty();
    for item in engine.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                let items = module.content.map(|(_, items)| items).unwrap_or_default();
                models.items.extend(items.into_iter().filter(|item| matches!(item, Item::Struct(_))));
            }
            Item::Impl(mut block) if block.trait_.is_none() => {
                block.items.retain(
                    |item| matches!(item, ImplItem::Fn(function) if function.sig.asyncness.is_some()),
                );
                block.attrs.clear();
                if !block.items.is_empty() {
                    client.items.push(Item::Impl(block));
                }
            }
            _ => {}
        }
    }
    Crates { models, client }
}

fn empty() -> File {
    File { shebang: None, frontmatter: None, attrs: Vec::new(), items: Vec::new() }
}
