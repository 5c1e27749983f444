//! What `lower` or `emit` lose is noticed: an API from which something was taken on the way to the code does not pass
//! for the API as it was described.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use clientwright::config::Config;
use clientwright::emit::{self, verify};
use clientwright::engine::{lower, progenitor};
use clientwright::ir::{
    Api, BodyContent, Operation, Parameter, ParameterLocation, Shape, Status, Style, TagKind, Type,
};
use clientwright::load::{bundle, import, parse};
use clientwright::resolve;
use generator_tests::spec;

const DOCUMENT: &str = include_str!("losses.yaml");

fn api() -> Api {
    let input = spec::document(DOCUMENT);
    let mut diagnostics = Vec::new();
    let tree = parse::read(0, &input.documents[0], &mut diagnostics).unwrap();
    let root = import::import(bundle::bundle(vec![tree], &mut diagnostics).unwrap(), &mut diagnostics);
    let config: Config = toml::from_str("[errors]\ncode-header = 'x-codes'").unwrap();
    let (api, _) = resolve::resolve(&root, &config, "sample", &mut diagnostics);
    assert!(!clientwright::diagnostic::rejects(&diagnostics, false), "{diagnostics:?}");
    api
}

/// What is noticed when code made of one API is taken for code of another.
fn noticed(made_of: &Api, described: &Api) -> Vec<String> {
    let lowered = lower::lower(made_of);
    let engine = progenitor::run(&lowered.document, &lowered.replaced).unwrap();
    verify::verify(&emit::emit(engine, &lowered.types, made_of), described)
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
        operation(api, "put_thing").replies.retain(|reply| reply.status != Status::Code(404));
    }),
    ("a range of statuses", |api| {
        operation(api, "put_thing").replies.retain(|reply| reply.status != Status::Class(5));
    }),
    ("a second success", |api| {
        operation(api, "put_thing").replies.retain(|reply| reply.status != Status::Code(202));
    }),
    ("an error code", |api| drop(api.error_codes.pop())),
    ("which status brings a code", |api| {
        operation(api, "put_thing").replies.iter_mut().for_each(|reply| reply.codes.clear());
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
fn nothing_is_noticed_where_nothing_was_lost() {
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
    assert_eq!(unnoticed, Vec::<&str>::new(), "losses that nobody noticed");
}
