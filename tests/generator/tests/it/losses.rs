//! What `lower` or `emit` lose is noticed: an API from which something was taken on the way to the code does not pass
//! for the API as it was described.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use clientwright::config::Config;
use clientwright::ir::{
    Api, BodyContent, EngineItems, Operation, Parameter, ParameterLocation, ResponseBody, ResponseType,
    Shape, Status, Style, TagKind, Type,
};
use clientwright::load::{bundle, import, parse};
use clientwright::{emit, engine, resolve};
use generator_tests::losses::missing;
use generator_tests::{fixtures, spec};

const DOCUMENT: &str = include_str!("losses.yaml");

fn api() -> Api {
    let input = spec::document(DOCUMENT);
    let mut diagnostics = Vec::new();
    let tree = parse::read(0, &input.documents[0], &mut diagnostics).unwrap();
    let root = import::import(bundle::bundle(vec![tree], &mut diagnostics).unwrap(), &mut diagnostics);
    let config: Config = toml::from_str("[errors]\ncode-header = 'x-codes'").unwrap();
    let api = resolve::resolve(&root, &config, None, "sample", &mut diagnostics).api;
    assert!(!clientwright::diagnostic::rejects(&diagnostics, false), "{diagnostics:?}");
    api
}

/// What is missing when code made of one API is taken for code of another.
fn noticed(made_of: &Api, described: &Api) -> Vec<String> {
    missing(&emit::emit(engine::run(made_of).unwrap(), made_of).unwrap(), described)
}

fn operation<'a>(api: &'a mut Api, function: &str) -> &'a mut Operation {
    api.operations.iter_mut().find(|operation| operation.function == function).unwrap()
}

fn parameter(api: &mut Api, location: ParameterLocation) -> &mut Parameter {
    let parameters = &mut operation(api, "put_thing").parameters;
    parameters.iter_mut().find(|parameter| parameter.location == location).unwrap()
}

fn shape<'a>(api: &'a mut Api, name: &str) -> &'a mut Shape {
    &mut api.schemas.iter_mut().find(|schema| schema.name == name).unwrap().shape
}

fn without(api: &mut Api, location: ParameterLocation) {
    operation(api, "put_thing").parameters.retain(|parameter| parameter.location != location);
}

type Loss = (&'static str, fn(&mut Api));

const LOSSES: [Loss; 29] = [
    ("an operation", |api| drop(api.operations.pop())),
    ("a header", |api| without(api, ParameterLocation::Header)),
    ("a cookie", |api| without(api, ParameterLocation::Cookie)),
    ("a parameter of the query", |api| without(api, ParameterLocation::Query)),
    ("a style", |api| parameter(api, ParameterLocation::Query).style = Style::Form { explode: true }),
    ("a parameter's type", |api| parameter(api, ParameterLocation::Path).ty = Type::String),
    ("that a parameter is required", |api| parameter(api, ParameterLocation::Header).required = false),
    ("a security requirement", |api| operation(api, "put_thing").security.clear()),
    ("an alternative of one", |api| drop(operation(api, "put_thing").security.pop())),
    ("a security scheme", |api| drop(api.security_schemes.pop())),
    ("a server", |api| api.server = None),
    ("a body", |api| operation(api, "put_thing").body = None),
    ("a part of a body", |api| {
        if let Some(BodyContent::Multipart { fields, .. }) =
            operation(api, "send_thing").body.as_mut().map(|body| &mut body.content)
        {
            fields.pop();
        }
    }),
    ("an error status", |api| {
        operation(api, "put_thing").responses.retain(|response| response.status != Status::Code(404));
    }),
    ("a range of statuses", |api| {
        operation(api, "put_thing").responses.retain(|response| response.status != Status::Class(5));
    }),
    ("a second success", |api| {
        operation(api, "put_thing").responses.retain(|response| response.status != Status::Code(202));
    }),
    ("an error code", |api| drop(api.error_codes.pop())),
    ("which status brings a code", |api| {
        operation(api, "put_thing").responses.iter_mut().for_each(|response| response.codes.clear());
    }),
    ("that an operation is deprecated", |api| operation(api, "send_thing").deprecated = false),
    ("a value of an enum", |api| {
        if let Shape::StringEnum(variants) = shape(api, "Colour") {
            variants.pop();
        }
    }),
    ("a field", |api| {
        if let Shape::Struct(thing) = shape(api, "Thing") {
            thing.fields.pop();
        }
    }),
    ("that a field is required", |api| {
        if let Shape::Struct(thing) = shape(api, "Thing") {
            thing.fields[0].required = false;
        }
    }),
    ("that null is a value", |api| {
        if let Shape::Struct(thing) = shape(api, "Thing") {
            thing.fields.iter_mut().for_each(|field| field.nullable = false);
        }
    }),
    ("a name on the wire", |api| {
        if let Shape::Struct(thing) = shape(api, "Thing") {
            thing.fields.iter_mut().for_each(|field| field.wire.clone_from(&field.name));
        }
    }),
    ("other properties", |api| {
        if let Shape::Struct(thing) = shape(api, "Thing") {
            thing.rest = None;
        }
    }),
    ("what tells alternatives apart", |api| {
        if let Shape::Union(union) = shape(api, "Pet") {
            union.tag = None;
        }
    }),
    ("that a tag is a number", |api| {
        if let Shape::Union(union) = shape(api, "Frame") {
            union.tag.as_mut().unwrap().kind = TagKind::String;
        }
    }),
    ("that a value may be several at once", |api| {
        if let Shape::Union(union) = shape(api, "Contact") {
            union.several = None;
        }
    }),
    ("a second union beside another", |api| {
        if let Shape::Struct(beside) = shape(api, "Beside") {
            beside.fields.pop();
        }
    }),
];

#[test]
fn complete_code_has_no_losses() {
    assert_eq!(noticed(&api(), &api()), Vec::<String>::new());
}

#[test]
fn every_loss_is_noticed() {
    let described = api();
    let mut unnoticed = Vec::new();
    for (name, lose) in LOSSES {
        let mut less = described.clone();
        lose(&mut less);
        assert_ne!(less, described, "{name}: the document has none, so that nothing was lost");
        if noticed(&less, &described).is_empty() {
            unnoticed.push(name);
        }
    }
    assert_eq!(
        unnoticed,
        Vec::<&str>::new(),
        "losses that went unnoticed; look for them in tests/generator/src/losses.rs"
    );
}

/// The error that emitting ends with, after something was taken out of the engine's items.
fn failure(api: &Api, take: impl FnOnce(&mut EngineItems)) -> String {
    let mut items = engine::run(api).unwrap();
    take(&mut items);
    emit::emit(items, api).map(drop).unwrap_err().to_string()
}

#[test]
fn engine_item_missing_fails_by_name() {
    let api = api();
    let struct_of = |items: &mut EngineItems| drop(items.structs.remove("Thing").unwrap());
    assert_eq!(failure(&api, struct_of), "the engine made no struct for the schema `Thing`");
    let field = |items: &mut EngineItems| drop(items.structs.get_mut("Thing").unwrap().fields.pop_first());
    let Shape::Struct(thing) = &api.schema("Thing").unwrap().shape else { panic!("a struct") };
    let expected = format!("the engine made no field `{}` of `Thing`", thing.fields[0].name);
    assert_eq!(failure(&api, field), expected);
    let method = |items: &mut EngineItems| drop(items.methods.remove("put_thing").unwrap());
    assert_eq!(failure(&api, method), "the engine made no method for the operation `put_thing`");
}

#[test]
fn engine_type_of_a_method_missing_fails_by_name() {
    let api = api();
    for (function, method) in engine::run(&api).unwrap().methods {
        let operation = api.operations.iter().find(|operation| operation.function == function).unwrap();
        for index in method.arguments.into_keys() {
            let take = |items: &mut EngineItems| {
                items.methods.get_mut(&function).unwrap().arguments.remove(&index);
            };
            let name = &operation.parameters[index].argument;
            assert_eq!(failure(&api, take), format!("the engine made no argument `{name}` of `{function}`"));
        }
        if method.body.is_some() {
            let take = |items: &mut EngineItems| items.methods.get_mut(&function).unwrap().body = None;
            let expected = format!("the engine made no argument for the body of `{function}`");
            assert_eq!(failure(&api, take), expected);
        }
        if matches!(operation.response_type(), ResponseType::Body(ResponseBody::Json(_))) {
            let take = |items: &mut EngineItems| items.methods.get_mut(&function).unwrap().response = None;
            let expected = format!("the engine made no type of the response of `{function}`");
            assert_eq!(failure(&api, take), expected);
        }
    }
}

#[test]
fn engine_item_left_over_fails_by_name() {
    let api = api();
    let mut items = engine::run(&api).unwrap();
    items.structs.insert("Other".to_owned(), Default::default());
    let error = emit::emit(items, &api).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "no emitter took the engine's struct for the schema `Other`");
}

#[test]
fn fixtures_generated_lose_nothing() {
    for fixture in fixtures::all().unwrap() {
        let Some(api) = clientwright::described(&fixture.input()).0 else { continue };
        assert_eq!(noticed(&api, &api), Vec::<String>::new(), "{}", fixture.name);
    }
}
