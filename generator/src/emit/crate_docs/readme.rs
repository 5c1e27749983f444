//! The `README.md` of the two crates: the sections of the front page that a reader needs first, as a forge shows them.
//!
//! The text is the front page's, so the examples are compiled as its doctests. Links to items become code, and lines that
//! rustdoc hides are omitted.

use super::{MODELS, client_sections, dependency, title};
use crate::ir::{Api, Shape};

/// The sections of the front page that a `README.md` has.
const SECTIONS: [&str; 4] = ["# Getting started", "# Credentials", "# Errors", "# Features"];

/// Returns the page of the client crate.
pub(in crate::emit) fn client(api: &Api) -> String {
    let mut lines = title(api, "Client for the");
    lines.push(String::new());
    let (mut is_kept, mut is_code) = (false, false);
    for line in client_sections(api) {
        is_code ^= line.starts_with("```");
        if line.starts_with("# ") && !is_code {
            is_kept = SECTIONS.contains(&line.as_str());
        }
        if is_kept {
            lines.push(line);
        }
    }
    lines.push(
        "The documentation of the crate lists all operations, error codes and limits, and has recipes."
            .to_owned(),
    );
    page(&api.package, &lines)
}

/// Returns the page of the model crate.
pub(in crate::emit) fn models(api: &Api) -> String {
    let name = format!("{}-models", api.package);
    let mut lines = title(api, "Models for the");
    lines.extend([String::new(), MODELS.to_owned(), String::new()]);
    lines.extend(["# Getting started", "", "```toml", "[dependencies]"].map(str::to_owned));
    lines.extend(dependency(api, &name));
    lines.extend(["serde_json = \"1\"", "```", ""].map(str::to_owned));
    lines.extend(models_example(api));
    if !api.tags.is_empty() {
        lines.extend(["# Features", "", "| feature | effect |", "|---|---|"].map(str::to_owned));
        let row = |feature: &String| format!("| `{feature}` (default) | models of its operations |");
        lines.extend(api.tags.iter().map(|tag| row(&tag.feature)));
    }
    page(&name, &lines)
}

/// Returns an example that decodes a model. No lines for an API without structs.
pub(super) fn models_example(api: &Api) -> Vec<String> {
    let structs = api.schemas.iter().filter(|schema| matches!(schema.shape, Shape::Struct(_)));
    // A model that every feature has comes first.
    let Some(schema) = structs.min_by_key(|schema| (schema.tags.len() == 1, &schema.name)) else {
        return Vec::new();
    };
    let text = format!(
        "```rust,no_run\n\
         # fn example(json: &str) -> Result<(), serde_json::Error> {{\n\
         let value: {}_models::{} = serde_json::from_str(json)?;\n\
         println!(\"{{}}\", serde_json::to_string(&value)?);\n\
         # Ok(())\n\
         # }}\n\
         ```\n",
        api.package.replace('-', "_"),
        schema.name
    );
    text.lines().map(str::to_owned).chain([String::new()]).collect()
}

/// Returns lines of rustdoc as Markdown for any reader, under a heading.
fn page(name: &str, lines: &[String]) -> String {
    let mut text = format!("# {name}\n");
    let mut fence = None;
    for line in lines {
        let line = match (line.strip_prefix("```"), fence) {
            (Some(_), Some(_)) => {
                fence = None;
                line.clone()
            }
            (Some(language), None) => {
                fence = Some(language);
                format!("```{}", language.split(',').next().unwrap_or_default())
            }
            (None, Some("rust,no_run")) if line.starts_with("# ") => continue,
            (None, Some(_)) => line.clone(),
            (None, None) if line.starts_with("# ") => format!("#{line}"),
            (None, None) => without_items(line),
        };
        text.push_str(&format!("\n{line}"));
    }
    let text = text.trim_end();
    format!("{text}\n")
}

/// Returns a line with links to the web only: ``[`Error`](crate::Error)`` becomes `` `Error` ``.
fn without_items(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((name, after)) = after.split_once("`]") else { break };
        let target = after.strip_prefix('(').and_then(|after| after.split_once(')'));
        let is_web = target.is_some_and(|(target, _)| target.starts_with("http"));
        text.push_str(before);
        match target {
            Some((target, _)) if is_web => text.push_str(&format!("[`{name}`]({target})")),
            _ => text.push_str(&format!("`{name}`")),
        }
        rest = target.map_or(after, |(_, after)| after);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn link_to_item_becomes_code() {
        let line = "* [`a`](Client::a) and [`Error`], [`x`](https://x.y) or \\[`z`";
        assert_eq!(without_items(line), "* `a` and `Error`, [`x`](https://x.y) or \\[`z`");
    }
}
