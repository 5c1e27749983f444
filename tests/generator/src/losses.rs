//! Looks for everything that an [`Api`] says in the code that was made of it.
//!
//! Each fact of the `Api` has a form in Rust: a run of tokens that its item must have. The search spells that form by a way of
//! its own, so that a fact that the emitters lose is found missing.

mod models;
mod sought;

use proc_macro2::Literal;
use sought::Sought;

use clientwright::document::openapi::sent_template;
use clientwright::ir::{
    Api, Body, BodyContent, Constant, Crates, Operation, Parameter, ParameterLocation, PartContent,
    Placement, Response, ResponseBody, ResponseType, Status, Style, Type,
};

/// Returns what is missing, a line each.
pub fn missing(crates: &Crates, api: &Api) -> Vec<String> {
    let mut models = Sought::new(&crates.models);
    api.schemas.iter().for_each(|schema| models::seek(&mut models, schema));
    for code in &api.error_codes {
        models.seek("ErrorCode", &format!("{} = {}", code.variant, quoted(&code.value)));
    }
    let mut client = Sought::new(&crates.client);
    api.operations.iter().for_each(|operation| seek_operation(&mut client, operation, api));
    seek_client(&mut client, api);
    models.missing.append(&mut client.missing);
    models.missing
}

/// A text as Rust spells it.
fn quoted(text: &str) -> String {
    Literal::string(text).to_string()
}

/// A type as Rust spells it.
fn spell(ty: &Type, prefix: &str) -> String {
    match ty {
        Type::Named(name) => format!("{prefix}{name}"),
        Type::String => "String".to_owned(),
        Type::Format(format) => match (format.facts().module, prefix) {
            (Some(module), "") => format!("crate::{module}::{}", format.facts().path),
            (Some(module), prefix) => format!("{prefix}{module}::{}", format.facts().path),
            (None, _) => format.facts().path.to_owned(),
        },
        Type::Integer(name) => (*name).to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::List(inner) => format!("Vec<{}>", spell(inner, prefix)),
        Type::Map(inner) => format!("std::collections::BTreeMap<String, {}>", spell(inner, prefix)),
        Type::Nullable(inner) => format!("Option<{}>", spell(inner, prefix)),
        Type::Boxed(inner) => format!("Box<{}>", spell(inner, prefix)),
        Type::Any => "serde_json::Value".to_owned(),
        Type::External(path) => path.clone(),
    }
}

/// How a method takes an argument of a type.
fn taken(ty: &Type) -> String {
    match ty {
        Type::String => "&str".to_owned(),
        Type::Integer(_) | Type::Float | Type::Boolean => spell(ty, "models::"),
        Type::List(inner) => format!("&[{}]", spell(inner, "models::")),
        _ => format!("&{}", spell(ty, "models::")),
    }
}

fn seek_operation(client: &mut Sought, operation: &Operation, api: &Api) {
    let table = operation.constant.as_str();
    let text =
        |text: Option<&str>| text.map_or_else(|| "None".to_owned(), |text| format!("Some({})", quoted(text)));
    let security: Vec<String> = operation
        .security
        .iter()
        .map(|names| {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            format!("&[{}]", names.join(", "))
        })
        .collect();
    for line in [
        format!("id: {}", quoted(&operation.id)),
        format!("method: Method::{}", operation.method),
        format!("path: {}", quoted(&sent_template(&operation.path))),
        format!("server: {}", text(operation.server.as_deref())),
        format!("security: &[{}]", security.join(", ")),
    ] {
        client.seek(table, &line);
    }
    let function = operation.function.as_str();
    client.seek(function, &format!("call(&{table})"));
    operation.parameters.iter().for_each(|parameter| seek_parameter(client, operation, parameter, api));
    if let Some(body) = &operation.body {
        seek_body(client, operation, body);
    }
    for response in &operation.responses {
        seek_response(client, operation, response, api);
    }
    if let Some(pagination) = operation.pagination.as_ref().filter(|_| !operation.is_variant) {
        client.seek(&pagination.function, &format!("pages(&{})", pagination.constant));
        client.seek(&pagination.constant, &quoted(&pagination.items));
    }
    for header in &operation.response_headers {
        let ty = spell(&header.ty, "models::");
        client.seek(&operation.headers, &format!("pub {}: Option<{ty}>", header.name));
        client.seek(&operation.headers, &quoted(&header.wire));
    }
    if operation.deprecated {
        client.seek(function, "#[deprecated]");
    }
}

fn seek_parameter(client: &mut Sought, operation: &Operation, parameter: &Parameter, api: &Api) {
    let name = &parameter.argument;
    let ty = spell(&parameter.ty, "models::");
    let value = match parameter.required {
        _ if parameter.constant.is_some() => literal(parameter),
        true => {
            client.seek(&operation.function, &format!("{name}: {}", taken(&parameter.ty)));
            name.clone()
        }
        false => {
            client.seek(&operation.options, &format!("pub {name}: Option<{ty}>"));
            format!("{}options.{name}", if api.is_copy(&parameter.ty) { "" } else { "&" })
        }
    };
    let (place, usual) = match parameter.location {
        ParameterLocation::Path => ("path", Style::Simple { explode: false }),
        ParameterLocation::Header => ("header", Style::Simple { explode: false }),
        ParameterLocation::Query => ("query", Style::Form { explode: true }),
        ParameterLocation::Cookie => ("cookie", Style::Form { explode: true }),
    };
    let call = match parameter.style == usual {
        _ if parameter.allow_reserved => {
            format!(".query_reserved(Style::{:?}, {}, {value})", parameter.style, quoted(&parameter.name))
        }
        true => format!(".{place}({}, {value})", quoted(&parameter.name)),
        false => format!(".{place}_as(Style::{:?}, {}, {value})", parameter.style, quoted(&parameter.name)),
    };
    client.seek(&operation.function, &call);
}

/// The value that every call sends for a parameter.
fn literal(parameter: &Parameter) -> String {
    match &parameter.constant {
        Some(Constant::String(text)) => quoted(text),
        Some(Constant::Number(number) | Constant::Integer(number)) => format!("{number}i64"),
        Some(Constant::Boolean(value)) => value.to_string(),
        None => String::new(),
    }
}

fn seek_body(client: &mut Sought, operation: &Operation, body: &Body) {
    let call = match &body.content {
        BodyContent::Json(_) => "json",
        BodyContent::Form { styles, .. } => {
            for (name, style) in styles {
                client.seek(&operation.function, &format!("({}, Style::{style:?})", quoted(name)));
            }
            if styles.is_empty() { "form" } else { "form_as" }
        }
        BodyContent::Multipart { name, fields } => {
            for field in fields {
                let ty = match &field.content {
                    PartContent::File => "runtime::Part".to_owned(),
                    PartContent::Files => "Vec<runtime::Part>".to_owned(),
                    PartContent::Value(ty) => spell(ty, "models::"),
                };
                let ty = if field.required { ty } else { format!("Option<{ty}>") };
                client.seek(name, &format!("pub {}: {ty}", field.name));
                client.seek(name, &quoted(&field.wire));
                if let Some(style) = field.style {
                    client.seek(name, &format!("Style::{style:?}, {}", quoted(&field.wire)));
                }
                if let Some(media_type) = &field.content_type {
                    client.seek(
                        name,
                        &format!(".content_type({}, {})", quoted(&field.wire), quoted(media_type)),
                    );
                }
            }
            "multipart"
        }
        BodyContent::Text => "text",
        BodyContent::Bytes => "bytes",
    };
    client.seek(&operation.function, &format!(".{call}"));
    if !matches!(body.content, BodyContent::Multipart { .. }) {
        client.seek(&operation.constant, &format!("content_type: Some({})", quoted(&body.media_type)));
    }
}

fn seek_response(client: &mut Sought, operation: &Operation, response: &Response, api: &Api) {
    let status = match response.status {
        Status::Code(code) => format!("Status::Code({code})"),
        Status::Class(class) => format!("Status::Class({class})"),
        Status::Default => "Status::Default".to_owned(),
    };
    let ty = match &response.body {
        ResponseBody::Empty => String::new(),
        ResponseBody::Json(ty) => spell(ty, "models::"),
        ResponseBody::Text => "String".to_owned(),
        ResponseBody::Bytes => "runtime::Bytes".to_owned(),
        ResponseBody::Stream => "runtime::ByteStream".to_owned(),
        ResponseBody::Events(ty) => format!("runtime::Events<{}>", spell(ty, "models::")),
        ResponseBody::Lines(ty) => format!("runtime::Lines<{}>", spell(ty, "models::")),
    };
    let variant =
        if ty.is_empty() { response.variant.clone() } else { format!("{}({ty})", response.variant) };
    let differ = operation.response_type() == ResponseType::Enum;
    match (response.success, differ) {
        (true, true) => client.seek(&operation.response, &variant),
        (true, false) => {
            client.seek(&operation.function, &format!("Response<{}", if ty.is_empty() { "()" } else { &ty }))
        }
        (false, _) => client.seek(&operation.error, &variant),
    }
    client.seek(if response.success { &operation.constant } else { &operation.error }, &status);
    for code in &response.codes {
        if let Some(code) = api.error_codes.get(code.code) {
            let methods = client.items.get(&operation.function);
            let link = format!("(ErrorCode::{})", code.variant);
            if !methods.is_some_and(|tokens| tokens.iter().any(|token| token.contains(&link))) {
                client
                    .missing
                    .push(format!("the code `{}` in the words of `{}`", code.value, operation.function));
            }
        }
    }
}

fn seek_client(client: &mut Sought, api: &Api) {
    client.seek("API", &format!("title: {}", quoted(&api.title)));
    if let Some(server) = &api.server {
        client.seek("API", &format!("server: Some({})", quoted(server)));
    }
    for server in &api.servers {
        client.seek("Servers", &format!("pub fn {}", server.function));
        client.seek("Servers", &quoted(&server.url));
    }
    for scheme in &api.security_schemes {
        let placement = match &scheme.placement {
            Placement::Authorization(word) => format!("Authorization({})", quoted(word)),
            Placement::Basic => "Basic".to_owned(),
            Placement::Header(name) => format!("Header({})", quoted(name)),
            Placement::Query(name) => format!("Query({})", quoted(name)),
            Placement::Cookie(name) => format!("Cookie({})", quoted(name)),
        };
        client.seek("API", &format!("name: {}, placement: Placement::{placement}", quoted(&scheme.name)));
        client.seek("Credential", &format!("pub fn {}", scheme.function));
    }
    if let Some(header) = &api.errors.code_header {
        client.seek("API", &format!("code_header: Some({})", quoted(header)));
    }
}
