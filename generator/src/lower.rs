//! An [`Api`] to the document that the engine gets: new, minimal, and made of nothing but what the engine digests.
//!
//! An operation is its parameters, one body and one reply, each a reference; everything else that an operation has is
//! put back on the syntax tree by `refine`. Names are places in the [`Api`] (`M3`, `o0`, `a1`, `f2`): the engine gives
//! no names, so two of them can neither collide nor be bent, and `refine` finds everything again.

mod schemas;

use openapiv3::{
    Components, Info, MediaType, OpenAPI, Operation, Parameter, ParameterData, ParameterSchemaOrContent,
    PathItem, PathStyle, ReferenceOr, RequestBody, Response, Responses, StatusCode,
};

use crate::api::{self, Api};

/// The document for the engine.
pub fn lower(api: &Api) -> OpenAPI {
    let mut document = OpenAPI {
        openapi: "3.0.3".to_owned(),
        info: Info { title: "api".to_owned(), version: "1".to_owned(), ..Info::default() },
        ..OpenAPI::default()
    };
    for (place, operation) in api.operations.iter().enumerate() {
        let (path, item) = lower_operation(api, place, operation);
        document.paths.paths.insert(path, ReferenceOr::Item(item));
    }
    let mut components = Components::default();
    for (place, schema) in api.schemas.iter().enumerate() {
        if let Some(lowered) = schemas::component(api, &schema.shape) {
            components.schemas.insert(schema_key(place), ReferenceOr::Item(lowered));
        }
    }
    document.components = Some(components);
    document
}

/// The engine's name for a schema.
pub fn schema_key(place: usize) -> String {
    format!("M{place}")
}

/// The engine's name for an operation.
pub fn operation_key(place: usize) -> String {
    format!("o{place}")
}

/// The engine's name for a parameter.
pub fn parameter_key(place: usize) -> String {
    format!("a{place}")
}

/// The engine's name for a field.
pub fn field_key(place: usize) -> String {
    format!("f{place}")
}

fn lower_operation(api: &Api, place: usize, operation: &api::Operation) -> (String, PathItem) {
    let key = operation_key(place);
    let names: Vec<_> = (0..operation.parameters.len()).map(parameter_key).collect();
    let path: String = names.iter().map(|name| format!("/{{{name}}}")).collect();
    let parameters = operation.parameters.iter().zip(&names);
    let reply = operation
        .replies
        .iter()
        .find(|reply| reply.status.is_success())
        .and_then(|reply| reply.body.as_ref());
    let lowered = Operation {
        operation_id: Some(key.clone()),
        parameters: parameters.map(|(parameter, name)| lower_parameter(api, parameter, name)).collect(),
        request_body: operation.body.as_ref().map(|body| {
            let content = content(api, &body.ty);
            ReferenceOr::Item(RequestBody { content, required: true, ..RequestBody::default() })
        }),
        responses: lower_reply(api, reply),
        ..Operation::default()
    };
    (format!("/{key}{path}"), PathItem { post: Some(lowered), ..PathItem::default() })
}

fn lower_parameter(api: &Api, parameter: &api::Parameter, name: &str) -> ReferenceOr<Parameter> {
    let parameter_data = ParameterData {
        name: name.to_owned(),
        description: None,
        required: true,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(schemas::type_schema(api, &parameter.ty)),
        example: None,
        examples: Default::default(),
        explode: None,
        extensions: Default::default(),
    };
    ReferenceOr::Item(Parameter::Path { parameter_data, style: PathStyle::Simple })
}

fn lower_reply(api: &Api, body: Option<&api::Type>) -> Responses {
    let response = Response {
        description: "reply".to_owned(),
        content: body.map(|ty| content(api, ty)).unwrap_or_default(),
        ..Response::default()
    };
    let mut responses = Responses::default();
    responses.responses.insert(StatusCode::Code(200), ReferenceOr::Item(response));
    responses
}

fn content(api: &Api, ty: &api::Type) -> openapiv3::Content {
    let media = MediaType { schema: Some(schemas::type_schema(api, ty)), ..MediaType::default() };
    [("application/json".to_owned(), media)].into_iter().collect()
}
