//! `Cargo.toml` of the two crates. They inherit nothing from a workspace, so each builds wherever it is put.

use toml::{Table, Value};

use super::dependencies::{Dependencies, targets};
use super::metadata;
use super::vendored;
use crate::input::Runtime;
use crate::ir::{Api, RUNTIME_FEATURES};

/// The package of the runtime.
pub(super) const RUNTIME: &str = "clientwright-runtime";
/// What the crates' examples and tests need.
const DEV_DEPENDENCIES: &str = r#"
[dev-dependencies]
tokio = { version = "1", default-features = false, features = ["macros", "rt-multi-thread"] }
"#;
/// Generated code passes these, and so does what is written by hand beside it.
const LINTS: &str = r#"
[lints.rust]
unsafe_code = "forbid"
unreachable_pub = "warn"
unused_qualifications = "warn"

[lints.clippy]
all = { level = "warn", priority = -1 }
unwrap_used = "warn"
expect_used = "warn"
panic = "warn"
indexing_slicing = "warn"
allow_attributes_without_reason = "warn"
"#;

/// The model crate's: serde, and what its formats need.
pub(super) fn models(api: &Api, header: &str) -> String {
    let mut text = format!("# {header}\n\n{}", metadata::models(api));
    let default: Vec<_> = api.tags.iter().map(|tag| tag.feature.as_str()).collect();
    let tags = default.iter().map(|name| (*name, Vec::new()));
    let all = tags.chain(api.model_features().map(|feature| {
        let needs = feature.dependency.map(|_| format!("dep:{}", feature.name));
        (feature.name, Vec::from_iter(needs))
    }));
    text.push_str(&features(&all.collect::<Vec<_>>(), &default));
    text + &Dependencies::of_models(api).with_features(api, ", optional = true").section() + LINTS
}

/// The client crate's: the models and the runtime.
pub(super) fn client(api: &Api, header: &str, runtime: &Runtime) -> String {
    let mut text = format!("# {header}\n\n{}", metadata::client(api));
    let models = format!("{}-models", api.package);
    let mut all: Vec<_> = api
        .tags
        .iter()
        .map(|tag| (tag.feature.as_str(), vec![format!("{models}/{}", tag.feature)]))
        .collect();
    let mut default: Vec<_> = all.iter().map(|(name, _)| *name).collect();
    default.extend(RUNTIME_FEATURES.iter().filter(|feature| feature.is_default).map(|feature| feature.name));
    all.extend(
        api.model_features().map(|feature| (feature.name, vec![format!("{models}/{}", feature.name)])),
    );
    let copied = (*runtime == Runtime::Vendored).then(vendored::manifest).unwrap_or_default();
    let mut passed_on = RUNTIME_FEATURES.map(|feature| feature.name);
    passed_on.sort_unstable();
    all.extend(passed_on.map(|name| {
        let needs = copied.get("features").and_then(|features| listed(features.as_table()?, name));
        (name, needs.unwrap_or_else(|| vec![format!("{RUNTIME}/{name}")]))
    }));
    text.push_str(&features(&all, &default));
    let mut needed = Dependencies::of_client(api);
    // Both, because a published crate has no path.
    let version = Value::from(api.manifest.version());
    needed.insert(&models, format!("{{ version = {version}, path = \"../{models}\" }}"));
    match runtime {
        Runtime::Dependency(at) => needed.insert(RUNTIME, format!("{{ {at}, default-features = false }}")),
        Runtime::Vendored => needed.extend(copied.get("dependencies")),
    }
    text + &needed.section() + &targets(copied.get("target")) + DEV_DEPENDENCIES + LINTS
}

/// Returns a list of strings of a table.
fn listed(table: &Table, key: &str) -> Option<Vec<String>> {
    let items = table.get(key)?.as_array()?.iter();
    Some(items.filter_map(Value::as_str).map(str::to_owned).collect())
}

fn features(all: &[(&str, Vec<String>)], default: &[&str]) -> String {
    let mut text = "\n[features]\n".to_owned();
    text.push_str(&format!("default = {default:?}\n"));
    for (name, needs) in all {
        text.push_str(&format!("{name} = {needs:?}\n"));
    }
    text
}
