//! An [`Api`] to the document that the engine gets: new, minimal, and made of nothing but what the engine digests.
//!
//! An operation is its required parameters, one body and one response, each a reference; everything else that an operation
//! has is put back on the syntax tree by `emit`. Names are places in the [`Api`] (`M3`, `o0`, `a1`, `f2`): the engine
//! gives no names, so two of them can neither collide nor be bent, and `emit` finds everything again. A type that the
//! engine cannot say gets a name of its own (`T7`), which `emit` replaces by the type.

mod schemas;

use std::collections::HashMap;

use openapiv3::{
    Components, Info, MediaType, OpenAPI, Operation, Parameter, ParameterData, ParameterSchemaOrContent,
    PathItem, PathStyle, ReferenceOr, RequestBody, Response, Responses, StatusCode,
};

use crate::document::openapi::JSON;
use crate::ir::{self, Api, BodyContent, ResponseBody, ResponseType, Type};

/// The document for the engine, and what it does not say.
#[derive(Debug)]
pub(super) struct Lowered {
    /// The document.
    pub(super) document: OpenAPI,
    /// Names for which the engine makes no types.
    pub(super) replaced: Vec<String>,
    /// The types that stand behind the names `T0`, `T1`, ...
    pub(super) types: Vec<Type>,
}

/// What lowering works with.
struct Context<'a> {
    api: &'a Api,
    places: HashMap<&'a str, usize>,
    types: Vec<Type>,
}

/// Lowers an API.
pub(super) fn lower(api: &Api) -> Lowered {
    let places =
        api.schemas.iter().enumerate().map(|(place, schema)| (schema.name.as_str(), place)).collect();
    let mut context = Context { api, places, types: Vec::new() };
    let mut document = OpenAPI {
        openapi: "3.0.3".to_owned(),
        info: Info { title: "api".to_owned(), version: "1".to_owned(), ..Info::default() },
        ..OpenAPI::default()
    };
    for (place, operation) in api.operations.iter().enumerate() {
        let (path, item) = lower_operation(&mut context, place, operation);
        document.paths.paths.insert(path, ReferenceOr::Item(item));
    }
    let mut components = Components::default();
    let mut replaced = Vec::new();
    for (place, schema) in api.schemas.iter().enumerate() {
        let lowered = match &schema.shape {
            ir::Shape::Struct(object) => schemas::structure(&mut context, object),
            _ => {
                replaced.push(schema_key(place));
                schemas::stand_in()
            }
        };
        components.schemas.insert(schema_key(place), ReferenceOr::Item(lowered));
    }
    for place in 0..context.types.len() {
        replaced.push(type_key(place));
        components.schemas.insert(type_key(place), ReferenceOr::Item(schemas::stand_in()));
    }
    document.components = Some(components);
    Lowered { document, replaced, types: context.types }
}

/// The engine's name for a schema.
pub(super) fn schema_key(place: usize) -> String {
    format!("M{place}")
}

/// The engine's name for a type that it cannot say.
pub(super) fn type_key(place: usize) -> String {
    format!("T{place}")
}

/// The engine's name for an operation.
pub(super) fn operation_key(place: usize) -> String {
    format!("o{place}")
}

/// The engine's name for a parameter.
pub(super) fn parameter_key(place: usize) -> String {
    format!("a{place}")
}

/// The engine's name for a field.
pub(super) fn field_key(place: usize) -> String {
    format!("f{place}")
}

fn lower_operation(context: &mut Context<'_>, place: usize, operation: &ir::Operation) -> (String, PathItem) {
    let key = operation_key(place);
    let required = operation.parameters.iter().enumerate().filter(|(_, parameter)| parameter.is_argument());
    let required: Vec<_> = required.map(|(place, parameter)| (parameter_key(place), parameter)).collect();
    let path: String = required.iter().map(|(name, _)| format!("/{{{name}}}")).collect();
    let body = operation.body.as_ref().filter(|body| body.required).and_then(|body| match &body.content {
        BodyContent::Json(ty) | BodyContent::Form { ty, .. } => Some(ty),
        _ => None,
    });
    let response = match operation.response_type() {
        ResponseType::Body(ResponseBody::Json(ty)) => Some(ty),
        _ => None,
    };
    let lowered = Operation {
        operation_id: Some(key.clone()),
        parameters: required
            .iter()
            .map(|(name, parameter)| lower_parameter(context, parameter, name))
            .collect(),
        request_body: body.map(|ty| {
            let content = content(context, ty);
            ReferenceOr::Item(RequestBody { content, required: true, ..RequestBody::default() })
        }),
        responses: lower_response(context, response),
        ..Operation::default()
    };
    (format!("/{key}{path}"), PathItem { post: Some(lowered), ..PathItem::default() })
}

fn lower_parameter(
    context: &mut Context<'_>,
    parameter: &ir::Parameter,
    name: &str,
) -> ReferenceOr<Parameter> {
    let parameter_data = ParameterData {
        name: name.to_owned(),
        description: None,
        required: true,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(schemas::argument(context, &parameter.ty)),
        example: None,
        examples: Default::default(),
        explode: None,
        extensions: Default::default(),
    };
    ReferenceOr::Item(Parameter::Path { parameter_data, style: PathStyle::Simple })
}

fn lower_response(context: &mut Context<'_>, body: Option<&Type>) -> Responses {
    let response = Response {
        description: "reply".to_owned(),
        content: body.map(|ty| content(context, ty)).unwrap_or_default(),
        ..Response::default()
    };
    let mut responses = Responses::default();
    responses.responses.insert(StatusCode::Code(200), ReferenceOr::Item(response));
    responses
}

fn content(context: &mut Context<'_>, ty: &Type) -> openapiv3::Content {
    let media = MediaType { schema: Some(schemas::argument(context, ty)), ..MediaType::default() };
    [(JSON.to_owned(), media)].into_iter().collect()
}
