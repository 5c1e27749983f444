//! The recipe for tests without a network, a doc test of the simplest operation, and the example of matching on errors.

use crate::ir::{Api, Operation, ResponseBody, Shape, Status, Type};

/// How deep a sample of a response is nested at most.
const DEEPEST: usize = 8;

/// An example that matches on the errors of the simplest operation with a documented error.
pub(in crate::emit) fn matching(api: &Api, calls: &[(&Operation, String)]) -> Vec<String> {
    let documented = calls.iter().find_map(|(operation, call)| Some((call, documented(api, operation)?.2)));
    let Some((call, pattern)) = documented else { return Vec::new() };
    let name = api.package.replace('-', "_");
    let (path, pattern) = pattern.rsplit_once("::").unwrap_or_default();
    let error = path.rsplit("::").next().unwrap_or_default();
    let text = format!(
        "```rust,no_run\n\
         # async fn example(client: &{name}::Client) {{\n\
         use {name}::{path};\n\n\
         match client.{call}.await {{\n\
         \x20   Ok(response) => println!(\"{{}}\", response.status()),\n\
         \x20   Err(error) => match error.service_error() {{\n\
         \x20       Some({error}::{pattern}) => println!(\"documented\"),\n\
         \x20       _ if error.is_retryable() => println!(\"try again later\"),\n\
         \x20       _ => println!(\"{{error}}\"),\n\
         \x20   }},\n\
         }}\n\
         # }}\n\
         ```"
    );
    text.lines().map(str::to_owned).collect()
}

/// The lines of the recipe. `calls` are operations with a call of each, such as `get("id")`, the simplest first.
pub(in crate::emit) fn lines(api: &Api, calls: &[(&Operation, String)]) -> Vec<String> {
    let name = api.package.replace('-', "_");
    let text = include_str!("recipe.md").replace("{{crate}}", &name);
    let simplest = calls.iter().find(|(operation, _)| documented(api, operation).is_some());
    let Some((operation, call)) = simplest.or(calls.first()) else {
        // No operation is simple enough for a recipe.
        let front = text.split("#[tokio::main]").next().unwrap_or_default();
        return front.lines().map(str::to_owned).chain(["```".to_owned()]).collect();
    };
    let text = text.replace("{{call}}", call);
    let mut lines = Vec::new();
    for line in text.lines() {
        match (line, documented(api, operation)) {
            ("{{documented}}", None) => {}
            ("{{documented}}", Some((status, body, pattern))) => lines.extend([
                "    // A documented error is a variant of the operation's error type.".to_owned(),
                format!(
                    "    let error = client(Fake::Responds({status}, {body:?})).{call}.await.unwrap_err();"
                ),
                format!(
                    "    assert!(matches!(error.service_error(), Some({name}::{pattern})), \"{{error}}\");"
                ),
                String::new(),
            ]),
            (line, _) => lines.push(line.to_owned()),
        }
    }
    lines
}

/// A documented error: its status, a body and a pattern below the crate.
fn documented(api: &Api, operation: &Operation) -> Option<(u16, String, String)> {
    let tag = operation.tags.first().and_then(|tag| api.tags.get(*tag));
    let path = format!("{}::{}", tag.map_or("shared", |tag| tag.module.as_str()), operation.error);
    operation.failures().find_map(|response| match (response.status, &response.body) {
        (Status::Code(status @ 400..), ResponseBody::Json(ty)) => {
            Some((status, sample(api, ty, 0)?, format!("{path}::{}(_)", response.variant)))
        }
        (Status::Code(status @ 400..), ResponseBody::Empty) => {
            Some((status, "{}".to_owned(), format!("{path}::{}", response.variant)))
        }
        _ => None,
    })
}

/// The smallest JSON that a type decodes. `None` for a type without a simple one.
fn sample(api: &Api, ty: &Type, depth: usize) -> Option<String> {
    Some(match ty {
        _ if depth > DEEPEST => return None,
        Type::String => "\"text\"".to_owned(),
        Type::Format(format) => format.facts().sample.to_owned(),
        Type::Integer(_) => "1".to_owned(),
        Type::Float => "1.5".to_owned(),
        Type::Boolean => "true".to_owned(),
        Type::List(_) => "[]".to_owned(),
        Type::Map(_) => "{}".to_owned(),
        Type::Nullable(_) | Type::Any => "null".to_owned(),
        Type::Boxed(inner) => sample(api, inner, depth + 1)?,
        Type::External(_) => return None,
        Type::Named(name) => match &api.schema(name)?.shape {
            Shape::Struct(object) => {
                let mut fields = Vec::new();
                for field in object.fields.iter().filter(|field| field.required) {
                    if field.flatten {
                        return None;
                    }
                    let value = match field.nullable {
                        true => "null".to_owned(),
                        false => sample(api, &field.ty, depth + 1)?,
                    };
                    fields.push(format!("{}:{value}", serde_json::to_string(&field.wire).ok()?));
                }
                format!("{{{}}}", fields.join(","))
            }
            Shape::StringEnum(values) => serde_json::to_string(&values.first()?.value).ok()?,
            Shape::IntEnum(values) => values.first()?.value.to_string(),
            Shape::Alias(ty) | Shape::Newtype(ty) => sample(api, ty, depth + 1)?,
            Shape::Tuple(items) => {
                let items: Option<Vec<_>> = items.iter().map(|item| sample(api, item, depth + 1)).collect();
                format!("[{}]", items?.join(","))
            }
            Shape::Union(_) => return None,
        },
    })
}
