//! `Cargo.toml` of the two crates. Versions stand in the workspace that holds them.

use crate::api::{Api, Shape, Type};

use super::print::header;

/// The model crate's: serde, and what its formats need.
pub(super) fn models(api: &Api, origin: &str) -> String {
    let name = format!("{}-models", api.package);
    let mut text = package(origin, &name, &format!("Models of the {}", api.title));
    let tags: Vec<_> = api.tags.iter().map(|tag| (tag.feature.as_str(), Vec::new())).collect();
    text.push_str(&features(&tags, &tags.iter().map(|(name, _)| *name).collect::<Vec<_>>()));
    text.push_str("\n[dependencies]\n");
    let types = all_types(api);
    if types.iter().any(|ty| matches!(ty, Type::DateTime | Type::Date)) {
        text.push_str("chrono.workspace = true\n");
    }
    text.push_str("serde.workspace = true\n");
    if types.iter().any(|ty| matches!(ty, Type::Any)) {
        text.push_str("serde_json.workspace = true\n");
    }
    text.push_str("\n[lints]\nworkspace = true\n");
    text
}

/// The client crate's: the models and the runtime.
pub(super) fn client(api: &Api, origin: &str) -> String {
    let mut text = package(origin, &api.package, &format!("Client for the {}", api.title));
    let models = format!("{}-models", api.package);
    let mut all: Vec<_> = api
        .tags
        .iter()
        .map(|tag| (tag.feature.as_str(), vec![format!("{models}/{}", tag.feature)]))
        .collect();
    let mut default: Vec<_> = all.iter().map(|(name, _)| *name).collect();
    default.push("rustls");
    all.push(("native-tls", vec!["runtime/native-tls".to_owned()]));
    all.push(("rustls", vec!["runtime/rustls".to_owned()]));
    text.push_str(&features(&all, &default));
    text.push_str(&format!("\n[dependencies]\n{models}.workspace = true\nruntime.workspace = true\n"));
    text.push_str("\n[dev-dependencies]\ntokio.workspace = true\n");
    text.push_str("\n[lints]\nworkspace = true\n");
    text
}

fn package(origin: &str, name: &str, description: &str) -> String {
    let header = header(origin).replacen("//", "#", 1);
    let description = toml::Value::String(description.split_whitespace().collect::<Vec<_>>().join(" "));
    format!(
        "{header}\n[package]\nname = \"{name}\"\ndescription = {description}\nversion.workspace = true\n\
         edition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n\
         publish.workspace = true\n"
    )
}

fn features(all: &[(&str, Vec<String>)], default: &[&str]) -> String {
    let mut text = "\n[features]\n".to_owned();
    text.push_str(&format!("default = {default:?}\n"));
    for (name, needs) in all {
        text.push_str(&format!("{name} = {needs:?}\n"));
    }
    text
}

/// Every type that a model or an operation has somewhere.
fn all_types(api: &Api) -> Vec<&Type> {
    let mut todo: Vec<&Type> = Vec::new();
    for schema in &api.schemas {
        match &schema.shape {
            Shape::Struct(fields) => todo.extend(fields.iter().map(|field| &field.ty)),
            Shape::Alias(ty) => todo.push(ty),
            Shape::Enum(_) => {}
        }
    }
    let mut all = Vec::new();
    while let Some(ty) = todo.pop() {
        all.push(ty);
        if let Type::List(inner) | Type::Map(inner) = ty {
            todo.push(inner);
        }
    }
    all
}
