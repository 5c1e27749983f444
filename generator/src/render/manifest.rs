//! `Cargo.toml` of the two crates. Versions stand in the workspace that holds them.

use crate::api::{Api, Shape, Type};

use super::print::header;

/// The model crate's: serde, and what its formats need.
pub(super) fn models(api: &Api, origin: &str) -> String {
    let name = format!("{}-models", api.package);
    let mut text = package(api, origin, &name, &format!("Models of the {}", api.title));
    let tags: Vec<_> = api.tags.iter().map(|tag| (tag.feature.as_str(), Vec::new())).collect();
    text.push_str(&features(&tags, &tags.iter().map(|(name, _)| *name).collect::<Vec<_>>()));
    text.push_str("\n[dependencies]\n");
    let types = all_types(api);
    // Alternatives are read through JSON, and so is what stands beside a struct.
    let through_json = api.schemas.iter().any(|schema| match &schema.shape {
        Shape::Union(_) => true,
        Shape::Struct(object) => object.fields.iter().any(|field| field.flatten),
        _ => false,
    });
    for (name, needed) in [
        ("chrono", types.iter().any(|ty| matches!(ty, Type::DateTime | Type::Date))),
        ("serde", true),
        ("serde_json", through_json || types.contains(&&Type::Any)),
        ("uuid", types.contains(&&Type::Uuid)),
    ] {
        if needed {
            text.push_str(&format!("{name}.workspace = true\n"));
        }
    }
    for name in api.dependencies.keys() {
        text.push_str(&format!("{name}.workspace = true\n"));
    }
    text.push_str("\n[lints]\nworkspace = true\n");
    text
}

/// Features of the runtime that every client passes on.
const RUNTIME_FEATURES: [&str; 4] = ["blocking", "native-tls", "rustls", "tracing"];

/// The client crate's: the models and the runtime.
pub(super) fn client(api: &Api, origin: &str) -> String {
    let mut text = package(api, origin, &api.package, &format!("Client for the {}", api.title));
    let models = format!("{}-models", api.package);
    let mut all: Vec<_> = api
        .tags
        .iter()
        .map(|tag| (tag.feature.as_str(), vec![format!("{models}/{}", tag.feature)]))
        .collect();
    let mut default: Vec<_> = all.iter().map(|(name, _)| *name).collect();
    default.push("rustls");
    for feature in RUNTIME_FEATURES {
        all.push((feature, vec![format!("runtime/{feature}")]));
    }
    text.push_str(&features(&all, &default));
    text.push_str("\n[dependencies]\n");
    let types = with_inner(api.operations.iter().flat_map(crate::api::Operation::types).collect());
    for (name, needed) in [
        ("chrono", types.iter().any(|ty| matches!(ty, Type::DateTime | Type::Date))),
        (models.as_str(), true),
        ("runtime", true),
        ("serde_json", types.contains(&&Type::Any)),
        ("uuid", types.contains(&&Type::Uuid)),
    ] {
        if needed {
            text.push_str(&format!("{name}.workspace = true\n"));
        }
    }
    if types.iter().any(|ty| matches!(ty, Type::External(_))) {
        text.extend(api.dependencies.keys().map(|name| format!("{name}.workspace = true\n")));
    }
    text.push_str(
        "\n[dev-dependencies]\ntokio = { workspace = true, features = [\"macros\", \"rt-multi-thread\"] }\n",
    );
    text.push_str("\n[lints]\nworkspace = true\n");
    text
}

fn package(api: &Api, origin: &str, name: &str, description: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned());
    let description = quoted(&description.split_whitespace().collect::<Vec<_>>().join(" "));
    let said = &api.manifest;
    let mut text = header(origin).replacen("//", "#", 1);
    text.push_str(&format!("\n[package]\nname = \"{name}\"\ndescription = {description}\n"));
    for (key, value) in
        [("version", &said.version), ("rust-version", &said.rust_version), ("license", &said.license)]
    {
        text.push_str(&match value {
            Some(value) => format!("{key} = {}\n", quoted(value)),
            None => format!("{key}.workspace = true\n"),
        });
    }
    text.extend(said.repository.as_deref().map(|url| format!("repository = {}\n", quoted(url))));
    text + "edition.workspace = true\npublish.workspace = true\n"
}

fn features(all: &[(&str, Vec<String>)], default: &[&str]) -> String {
    let mut text = "\n[features]\n".to_owned();
    text.push_str(&format!("default = {default:?}\n"));
    for (name, needs) in all {
        text.push_str(&format!("{name} = {needs:?}\n"));
    }
    text
}

/// Every type that a model has somewhere.
fn all_types(api: &Api) -> Vec<&Type> {
    with_inner(api.schemas.iter().flat_map(|schema| schema.shape.types()).collect())
}

/// Types, and the types in them.
fn with_inner(mut todo: Vec<&Type>) -> Vec<&Type> {
    let mut all = Vec::new();
    while let Some(ty) = todo.pop() {
        all.push(ty);
        if let Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) = ty {
            todo.push(inner);
        }
    }
    all
}
