//! The methods of a generated client, as its source has them.

use std::collections::BTreeMap;

use generator_tests::spec::workspace;

/// A method that calls an operation.
#[derive(Debug, PartialEq)]
pub(crate) struct Method {
    /// The `operationId`.
    pub(crate) operation: String,
    /// A line of `calls!` for it.
    pub(crate) line: String,
}

/// The methods of a client, by name.
pub(crate) fn methods(api: &str) -> Result<BTreeMap<String, Method>, String> {
    let folder = workspace().join("generated-client").join(api).join("src");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("generated-client/{api}: {error}"))?;
    let mut methods = BTreeMap::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let module = path.file_stem().unwrap_or_default().to_string_lossy();
        methods.extend(read(&text, &format!("{}::{module}", api.replace('-', "_"))));
    }
    Ok(methods)
}

/// A method names the table of its operation, and the table has the id.
fn read(text: &str, module: &str) -> Vec<(String, Method)> {
    let mut ids = BTreeMap::new();
    let mut table = "";
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("static ").and_then(|rest| rest.split(':').next()) {
            table = name;
        } else if let Some(id) = line.strip_prefix("id: \"") {
            ids.insert(table, id.trim_end_matches("\","));
        }
    }
    let mut methods = Vec::new();
    for function in text.split("    pub async fn ").skip(1).chain(text.split("    pub fn ").skip(1)) {
        let Some((signature, rest)) = function.split_once(" {\n") else { continue };
        // Its own body, not that of what follows it.
        let body = rest.split("\n    }").next().unwrap_or_default();
        let table = body.split_once(".call(&").and_then(|(_, rest)| rest.split(')').next());
        if let Some(id) = table.and_then(|table| ids.get(table)) {
            let name = signature.split(['(', '<']).next().unwrap_or_default().to_owned();
            let line = line(&name, signature, text, module);
            methods.push((name, Method { operation: (*id).to_owned(), line }));
        }
    }
    methods
}

/// A line of `calls!`, by the types of the arguments and of the response.
fn line(name: &str, signature: &str, text: &str, module: &str) -> String {
    let (arguments, response) = signature.split_once("->").unwrap_or((signature, ""));
    let arguments =
        arguments.split_once("&self").map_or("", |(_, rest)| rest).trim_end().trim_end_matches(')');
    let arguments = arguments.split(',').filter_map(|argument| argument.trim().split_once(": "));
    let arguments: Vec<String> = arguments
        .map(|(name, ty)| {
            let kind = match ty {
                "&str" => "text".to_owned(),
                _ if ty.starts_with("&[") => "list".to_owned(),
                _ if ty.starts_with("Option<&[") => "maybe_list".to_owned(),
                _ if ty.starts_with("Option<&") => "maybe_json".to_owned(),
                _ if ty.starts_with("impl Into<") => "bytes".to_owned(),
                _ if ty.ends_with("Options") => {
                    let ty = ty.trim_start_matches('&');
                    format!("options {{ {module}::{ty}: {} }}", fields(text, ty).join(", "))
                }
                _ if ty.starts_with('&') => "json".to_owned(),
                _ if ty.ends_with("Form") => "made { function }".to_owned(),
                _ => "value".to_owned(),
            };
            format!("{name}: {kind}")
        })
        .collect();
    let kinds =
        [("ByteStream", "bytes"), ("Events<", "events"), ("Lines<", "lines"), ("Paginator<", "pages")];
    let is_enum = |ty: &str| ty.ends_with("Reply") && text.contains(&format!("pub enum {ty} {{"));
    let kind = match kinds.iter().find(|(ty, _)| response.contains(ty)) {
        Some((_, kind)) => format!(" -> {kind}"),
        None if response.split(['<', '>', ',', ' ']).any(is_enum) => " -> debug".to_owned(),
        None => String::new(),
    };
    format!("{name}({}){kind};", arguments.join(", "))
}

/// A line without what a person may write in another way: white space, last commas, and what function makes an argument.
pub(crate) fn essence(line: &str) -> String {
    let line: String = line.chars().filter(|letter| !letter.is_whitespace()).collect();
    let line = line.replace(",}", "}").replace(",)", ")");
    match line.split_once("made{") {
        Some((before, rest)) => format!("{before}{}", rest.split_once('}').map_or(rest, |(_, after)| after)),
        None => line,
    }
}

/// The names of a struct's fields.
fn fields<'t>(text: &'t str, ty: &str) -> Vec<&'t str> {
    let body = text.split_once(&format!("pub struct {ty} {{")).and_then(|(_, rest)| rest.split("\n}").next());
    let lines = body.unwrap_or_default().lines().filter_map(|line| line.trim().strip_prefix("pub "));
    lines.filter_map(|line| line.split(':').next()).collect()
}
