//! The dependencies that a module needs in the manifest of its crate.

use toml::{Table, Value};

use super::conditions::is_on;
use crate::input::{Input, Runtime};
use crate::ir::{Api, Needs, RUNTIME_FEATURES};
use crate::render::dependencies::{Dependencies, targets};
use crate::render::manifest::RUNTIME;
use crate::render::vendored;

/// Returns what a module needs.
pub fn needs(api: &Api, input: &Input, models_only: bool) -> Needs {
    // Each feature of the models is on.
    let mut needed = Dependencies::of_models(api).with_features(api, "");
    let mut copied = Table::new();
    if !models_only {
        needed.0.extend(Dependencies::of_client(api).0);
        match &input.runtime {
            Runtime::Vendored => {
                copied = with_features(vendored::manifest());
                needed.extend(copied.get("dependencies"));
            }
            Runtime::Dependency(at) => needed.insert(RUNTIME, format!("{{ {at} }}")),
        }
    }
    let mut commands = commands(&needed, None);
    for (target, tables) in copied.get("target").and_then(Value::as_table).into_iter().flatten() {
        let mut needed = Dependencies::default();
        needed.extend(tables.get("dependencies"));
        commands.extend(self::commands(&needed, Some(target)));
    }
    Needs { manifest: needed.lines() + &targets(copied.get("target")), commands }
}

/// Returns the runtime's manifest with the features that are on, and without the dependencies of those that are off.
fn with_features(mut manifest: Table) -> Table {
    let features = manifest.remove("features");
    let on = RUNTIME_FEATURES.iter().filter(|feature| is_on(feature.name));
    let needs = on.filter_map(|feature| features.as_ref()?.get(feature.name)?.as_array()).flatten();
    let needs: Vec<_> = needs.filter_map(Value::as_str).map(str::to_owned).collect();
    let visit = |tables: Option<&mut Value>| {
        let Some(dependencies) = tables.and_then(Value::as_table_mut) else { return };
        for (name, value) in dependencies.iter_mut() {
            let Some(keys) = value.as_table_mut() else { continue };
            if needs.contains(&format!("dep:{name}")) {
                keys.remove("optional");
            }
            let more = needs.iter().filter_map(|need| need.strip_prefix(&format!("{name}/")));
            let more: Vec<_> = more.map(Value::from).collect();
            if let (Some(all), false) = (
                keys.entry("features").or_insert_with(|| Value::Array(Vec::new())).as_array_mut(),
                more.is_empty(),
            ) {
                all.extend(more);
            }
            if keys.get("features").and_then(Value::as_array).is_some_and(Vec::is_empty) {
                keys.remove("features");
            }
        }
        dependencies.retain(|_, value| value.get("optional").is_none());
    };
    visit(manifest.get_mut("dependencies"));
    for (_, tables) in manifest.get_mut("target").and_then(Value::as_table_mut).into_iter().flatten() {
        visit(tables.get_mut("dependencies"));
    }
    manifest
}

/// Returns the commands that add some dependencies: one for all without features, and one for each other.
fn commands(needed: &Dependencies, target: Option<&str>) -> Vec<String> {
    let target = target.map(|target| format!(" --target '{target}'")).unwrap_or_default();
    let mut plain = String::new();
    let mut commands = Vec::new();
    for (name, value) in &needed.0 {
        let value = toml::from_str::<Table>(&format!("value = {value}"))
            .ok()
            .and_then(|mut table| table.remove("value"));
        let text = |key: &str| value.as_ref().and_then(|value| value.get(key)?.as_str());
        let version = value.as_ref().and_then(Value::as_str).or(text("version"));
        let package = version.map_or_else(|| name.clone(), |version| format!("{name}@{version}"));
        let mut options = String::new();
        for key in ["path", "git", "tag", "rev", "branch"] {
            options.extend(text(key).map(|text| format!(" --{key} {text}")));
        }
        let keys = value.as_ref().and_then(Value::as_table);
        if keys.and_then(|keys| keys.get("default-features")?.as_bool()) == Some(false) {
            options.push_str(" --no-default-features");
        }
        let features = keys.and_then(|keys| keys.get("features")?.as_array());
        let features: Vec<_> = features.into_iter().flatten().filter_map(Value::as_str).collect();
        if !features.is_empty() {
            options.push_str(&format!(" --features {}", features.join(",")));
        }
        match options.is_empty() {
            true => plain.push_str(&format!(" {package}")),
            false => commands.push(format!("cargo add {package}{target}{options}")),
        }
    }
    if !plain.is_empty() {
        commands.insert(0, format!("cargo add{plain}{target}"));
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feature_that_is_off_needs_nothing() {
        let manifest = "[features]\nhttp2 = [\"a/h\", \"dep:b\"]\ntracing = [\"dep:c\"]\n[dependencies]\n\
            a = { version = \"1\", features = [\"x\"] }\nb = { version = \"2\", optional = true }\n\
            c = { version = \"3\", optional = true }\n";
        let expected =
            "[dependencies]\na = { version = \"1\", features = [\"x\", \"h\"] }\nb = { version = \"2\" }\n";
        let manifest = with_features(manifest.parse().unwrap());
        assert_eq!(manifest, expected.parse().unwrap());
        let mut needed = Dependencies::default();
        needed.extend(manifest.get("dependencies"));
        assert_eq!(commands(&needed, None), ["cargo add b@2", "cargo add a@1 --features x,h"]);
    }
}
