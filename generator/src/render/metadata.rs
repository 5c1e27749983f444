//! The sections `[package]` of the two manifests: what a registry shows of the crates.

use toml::Value;

use crate::ir::Api;

/// The most letters of a title in a description.
const TITLE: usize = 80;
/// The license of what the crates contain copies of.
const LICENSE: &str = "MIT";
/// The features whose items are documented on docs.rs in addition to the default ones.
const DOCUMENTED: [&str; 2] = ["blocking", "tracing"];

/// Returns the section of the model crate.
pub(super) fn models(api: &Api) -> String {
    let description = match &api.manifest.description {
        Some(client) => format!("Models of {}: {client}", api.package),
        None => format!("Models of the {}", plain(&api.title)),
    };
    package(api, &format!("{}-models", api.package), &description, "models")
        + "\n[package.metadata.docs.rs]\nall-features = true\n"
}

/// Returns the section of the client crate.
pub(super) fn client(api: &Api) -> String {
    let default = || format!("Client for the {}", plain(&api.title));
    let description = api.manifest.description.clone().unwrap_or_else(default);
    package(api, &api.package, &description, "client")
        + &format!("\n[package.metadata.docs.rs]\nfeatures = {DOCUMENTED:?}\n")
}

fn package(api: &Api, name: &str, description: &str, kind: &str) -> String {
    let said = &api.manifest;
    let mut text = "[package]\n".to_owned();
    let mut line = |key: &str, value: Option<Value>| {
        text.extend(value.map(|value| format!("{key} = {value}\n")));
    };
    let given = |value: &Option<String>| value.as_deref().map(Value::from);
    let pages = given(&said.repository).or(given(&said.homepage));
    let page = given(&said.documentation).or(match pages {
        Some(_) => None,
        None => Some(format!("https://docs.rs/{name}").into()),
    });
    let keywords = said.keywords(&[&api.package, "api", kind, "openapi"]);
    let categories = said.categories.clone().unwrap_or_else(|| vec!["api-bindings".to_owned()]);
    line("name", Some(name.into()));
    line("description", Some(description.split_whitespace().collect::<Vec<_>>().join(" ").into()));
    line("version", Some(said.version().into()));
    line("edition", Some("2024".into()));
    line("rust-version", Some(said.rust_version.as_deref().unwrap_or("1.89").into()));
    line("authors", Some(said.authors.clone()).filter(|authors| !authors.is_empty()).map(Value::from));
    line("license", Some(said.license.as_deref().unwrap_or(LICENSE).into()));
    line("repository", given(&said.repository));
    line("homepage", given(&said.homepage));
    line("documentation", page);
    line("readme", Some("README.md".into()));
    line("keywords", Some(keywords.into()));
    line("categories", Some(categories.into()));
    line("publish", (said.publish != Some(true)).then_some(false.into()));
    text
}

/// Returns a title as plain text of one short line.
fn plain(title: &str) -> String {
    let text: String =
        title.chars().filter(|letter| !letter.is_control() && !"`*_#".contains(*letter)).collect();
    let mut short = String::new();
    for word in text.split_whitespace() {
        if !short.is_empty() && short.len() + word.len() >= TITLE {
            return short + "...";
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.extend(word.chars().take(TITLE));
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_is_short_and_plain() {
        assert_eq!(plain("**Pet** `store`\n API"), "Pet store API");
        assert_eq!(plain(&"word ".repeat(40)).len(), 82);
        assert_eq!(plain(&"x".repeat(200)).len(), 80);
    }
}
