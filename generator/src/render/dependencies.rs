//! The dependencies of generated code, as manifests write them.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::ir::{Api, Operation, Type};

/// Crates that generated code needs for types of some kinds, as manifests write them.
const CRATES: [(&str, &str); 7] = [
    ("chrono", r#"{ version = "0.4", default-features = false, features = ["alloc", "serde"] }"#),
    ("jiff", r#"{ version = "1", default-features = false, features = ["alloc", "serde"] }"#),
    ("rust_decimal", r#"{ version = "1", default-features = false }"#),
    ("serde", r#""1""#),
    ("serde_json", r#"{ version = "1", features = ["float_roundtrip", "preserve_order"] }"#),
    ("time", r#"{ version = "0.3", default-features = false, features = ["formatting", "parsing"] }"#),
    ("uuid", r#"{ version = "1", features = ["serde"] }"#),
];

/// The section `[dependencies]`, each crate once.
#[derive(Default)]
pub(super) struct Dependencies(pub(super) BTreeMap<String, String>);

impl Dependencies {
    /// Returns the dependencies of the models: serde, and what their formats need.
    pub(super) fn of_models(api: &Api) -> Self {
        let mut needed = Self::of(&api.types(), api);
        needed.add("serde");
        for package in api.supported_formats().filter_map(|format| format.facts().package) {
            needed.add(package);
        }
        // Alternatives are read through JSON.
        needed.add("serde_json");
        needed
    }

    /// Adds the crates of the models' features, with a further key such as `, optional = true`.
    pub(super) fn with_features(mut self, api: &Api, key: &str) -> Self {
        for feature in api.model_features() {
            if let Some((_, keys)) = feature.dependency {
                self.insert(feature.name, format!("{{ {keys}{key} }}"));
            }
        }
        self
    }

    /// Returns what the types in the client's signatures need.
    pub(super) fn of_client(api: &Api) -> Self {
        let items = api.operations.iter().filter_map(|operation| Some(&operation.pagination.as_ref()?.item));
        let types = Type::with_inner(api.operations.iter().flat_map(Operation::types).chain(items).collect());
        Self::of(&types, api)
    }

    /// Returns the crates of the types' formats, and those that the settings name for types of the caller.
    fn of(types: &[&Type], api: &Api) -> Self {
        let mut needed = Self::default();
        let mut is_external = false;
        for ty in types {
            match ty {
                Type::Format(format) => {
                    // A type of a support module hides its crate.
                    let facts = format.facts();
                    let package = facts.package.filter(|_| facts.module.is_none());
                    package.into_iter().for_each(|package| needed.add(package));
                }
                Type::Any => needed.add("serde_json"),
                Type::External(path) => {
                    is_external = true;
                    needed.add(path.split("::").next().unwrap_or_default());
                }
                _ => {}
            }
        }
        let given = api.dependencies.iter().filter(|_| is_external);
        for (name, given) in given.flat_map(|(name, all)| all.iter().map(move |given| (name, given))) {
            let own = needed.0.get(name).map_or_else(|| given.clone(), |own| merged(own, given));
            needed.insert(name, own);
        }
        needed
    }

    /// Adds a crate that generated code needs.
    fn add(&mut self, name: &str) {
        if let Some((name, value)) = CRATES.iter().find(|(known, _)| *known == name) {
            self.0.entry((*name).to_owned()).or_insert_with(|| (*value).to_owned());
        }
    }

    /// Adds the dependencies of a manifest.
    pub(super) fn extend(&mut self, table: Option<&Value>) {
        for (name, value) in table.and_then(Value::as_table).into_iter().flatten() {
            let value = written(value);
            let value = self.0.get(name).map_or_else(|| value.clone(), |own| merged(&value, own));
            self.insert(name, value);
        }
    }

    pub(super) fn insert(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), value);
    }

    pub(super) fn section(&self) -> String {
        format!("\n[dependencies]\n{}", self.lines())
    }

    pub(super) fn lines(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name} = {value}\n")).collect()
    }
}

/// Returns a dependency as people write it: the version first, and alone if nothing else is said.
fn written(value: &Value) -> String {
    let Some(keys) = value.as_table() else { return value.to_string() };
    match keys.get("version") {
        Some(version) if keys.len() == 1 => version.to_string(),
        _ => {
            let mut keys: Vec<_> = keys.iter().collect();
            keys.sort_by_key(|(key, _)| (*key != "version", *key));
            let keys: Vec<_> = keys.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
            format!("{{ {} }}", keys.join(", "))
        }
    }
}

/// Returns the sections of dependencies for some targets.
pub(super) fn targets(targets: Option<&Value>) -> String {
    let sections = targets.and_then(Value::as_table).into_iter().flatten().map(|(target, tables)| {
        let mut needed = Dependencies::default();
        needed.extend(tables.get("dependencies"));
        format!("\n[target.'{target}'.dependencies]\n{}", needed.lines())
    });
    sections.collect()
}

/// What the settings give for a crate, with the features that generated code needs of it as well.
fn merged(own: &str, given: &str) -> String {
    let table = |text: &str| {
        let value = toml::from_str::<Table>(&format!("value = {text}")).ok()?.remove("value")?;
        Some(match value {
            Value::Table(table) => table,
            version => Table::from_iter([("version".to_owned(), version)]),
        })
    };
    let (Some(own), Some(mut all)) = (table(own), table(given)) else { return given.to_owned() };
    let features = |table: &Table| table.get("features").and_then(Value::as_array).cloned();
    let mut both = features(&all).unwrap_or_default();
    for feature in features(&own).unwrap_or_default() {
        if !both.contains(&feature) {
            both.push(feature);
        }
    }
    if !both.is_empty() {
        all.insert("features".to_owned(), Value::Array(both));
    }
    written(&Value::Table(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_dependency_has_features_of_both() {
        let own = r#"{ version = "0.4", default-features = false, features = ["alloc", "serde"] }"#;
        let given = r#"{ version = "0.4.40", features = ["serde", "clock"] }"#;
        let table: Table = toml::from_str(&format!("chrono = {}", merged(own, given))).unwrap();
        let expected = r#"chrono = { version = "0.4.40", features = ["serde", "clock", "alloc"] }"#;
        assert_eq!(table, toml::from_str(expected).unwrap());
        let table: Table = toml::from_str(&format!("serde = {}", merged(r#""1""#, r#""1.0.200""#))).unwrap();
        assert_eq!(table, toml::from_str(r#"serde = "1.0.200""#).unwrap());
    }
}
