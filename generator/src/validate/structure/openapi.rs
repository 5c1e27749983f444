//! The objects of [OpenAPI 3.0](https://spec.openapis.org/oas/v3.0.3#schema), with what
//! [3.1](https://spec.openapis.org/oas/v3.1.1#schema-0) and [3.2](https://spec.openapis.org/oas/v3.2.0#schema-0) add.

use super::kind::{Key, Kind, Shape, key, loose};

pub(super) static DOCUMENT: Shape = Shape::new(
    "a description",
    &[
        key("info", Kind::Object(&INFO)).expected(),
        loose("servers", SERVERS),
        key("paths", Kind::Statuses(&Kind::Object(&PATH_ITEM))),
        key("webhooks", Kind::Names(&Kind::Object(&PATH_ITEM))),
        key("components", Kind::Object(&COMPONENTS)),
        key("security", SECURITY),
        loose("tags", Kind::List(&Kind::Object(&TAG))),
    ],
);

pub(super) static INFO: Shape = Shape::new(
    "`info`",
    &[
        loose("title", Kind::Text).expected(),
        loose("version", Kind::Text).expected(),
        loose("description", Kind::Text),
        loose("summary", Kind::Text),
    ],
);

const SERVERS: Kind = Kind::List(&Kind::Object(&SERVER));

static SERVER: Shape = Shape::new(
    "a server",
    &[
        key("url", Kind::Text).expected(),
        key("variables", Kind::Names(&Kind::Object(&VARIABLE))),
        loose("description", Kind::Text),
    ],
);

static VARIABLE: Shape = Shape::new(
    "a server variable",
    &[
        key("default", Kind::Text).expected(),
        key("enum", Kind::List(&Kind::Text)),
        loose("description", Kind::Text),
    ],
);

/// A list of alternatives, each a set of schemes.
pub(super) const SECURITY: Kind = Kind::List(&Kind::Names(&Kind::List(&Kind::Text)));

pub(super) static TAG: Shape =
    Shape::new("a tag", &[key("name", Kind::Text).expected(), loose("description", Kind::Text)]);

static PATH_ITEM: Shape = Shape::referable(
    "a path item",
    &[
        operation("get"),
        operation("put"),
        operation("post"),
        operation("delete"),
        operation("options"),
        operation("head"),
        operation("patch"),
        operation("trace"),
        operation("query"),
        key("additionalOperations", Kind::Names(&Kind::Object(&OPERATION))),
        key("parameters", PARAMETERS),
        loose("servers", SERVERS),
        loose("summary", Kind::Text),
        loose("description", Kind::Text),
    ],
);

const fn operation(method: &'static str) -> Key {
    key(method, Kind::Object(&OPERATION))
}

static OPERATION: Shape = Shape::new(
    "an operation",
    &[
        key("responses", Kind::Statuses(&Kind::Object(&RESPONSE))).expected_until_3_0(),
        key("operationId", Kind::Text),
        key("parameters", PARAMETERS),
        key("requestBody", Kind::Object(&BODY)),
        key("security", SECURITY),
        loose("servers", SERVERS),
        loose("tags", Kind::List(&Kind::Text)),
        loose("summary", Kind::Text),
        loose("description", Kind::Text),
        loose("deprecated", Kind::Boolean),
        loose("callbacks", Kind::Names(&Kind::Object(&CALLBACK))),
    ],
);

/// The keys are runtime expressions.
static CALLBACK: Shape = Shape::referable("a callback", &[]);

const PARAMETERS: Kind = Kind::List(&Kind::Object(&PARAMETER));

static PARAMETER: Shape = Shape::referable(
    "a parameter",
    &[
        key("name", Kind::Text).required(),
        key("in", Kind::Text).required(),
        key("required", Kind::Boolean),
        key("style", Kind::Text),
        key("explode", Kind::Boolean),
        key("allowReserved", Kind::Boolean),
        key("schema", Kind::Schema),
        key("content", CONTENT),
        loose("description", Kind::Text),
        loose("deprecated", Kind::Boolean),
        loose("allowEmptyValue", Kind::Boolean),
    ],
);

static HEADER: Shape = Shape::referable(
    "a header",
    &[
        key("schema", Kind::Schema),
        key("content", Kind::Names(&Kind::Object(&MEDIA_TYPE))),
        loose("required", Kind::Boolean),
        loose("style", Kind::Text),
        loose("explode", Kind::Boolean),
        loose("description", Kind::Text),
        loose("deprecated", Kind::Boolean),
    ],
);

static BODY: Shape = Shape::referable(
    "a request body",
    &[key("content", CONTENT).expected(), key("required", Kind::Boolean), loose("description", Kind::Text)],
);

const CONTENT: Kind = Kind::Names(&Kind::Object(&MEDIA_TYPE));

static MEDIA_TYPE: Shape = Shape::referable(
    "a media type",
    &[
        key("schema", Kind::Schema),
        key("itemSchema", Kind::Schema),
        key("encoding", Kind::Names(&Kind::Object(&ENCODING))),
    ],
);

static ENCODING: Shape = Shape::new(
    "an encoding",
    &[
        key("contentType", Kind::Text),
        key("style", Kind::Text),
        key("explode", Kind::Boolean),
        key("allowReserved", Kind::Boolean),
        key("headers", Kind::Names(&Kind::Object(&HEADER))),
    ],
);

static RESPONSE: Shape = Shape::referable(
    "a response",
    &[
        loose("description", Kind::Text).expected_until_3_1(),
        key("content", CONTENT),
        key("headers", Kind::Names(&Kind::Object(&HEADER))),
        loose("links", Kind::Names(&Kind::Any)),
    ],
);

static COMPONENTS: Shape = Shape::new(
    "`components`",
    &[
        key("schemas", Kind::Names(&Kind::Schema)),
        key("responses", Kind::Names(&Kind::Object(&RESPONSE))),
        key("parameters", Kind::Names(&Kind::Object(&PARAMETER))),
        key("requestBodies", Kind::Names(&Kind::Object(&BODY))),
        key("headers", Kind::Names(&Kind::Object(&HEADER))),
        key("securitySchemes", Kind::Names(&Kind::Object(&SECURITY_SCHEME))),
        key("pathItems", Kind::Names(&Kind::Object(&PATH_ITEM))),
        key("mediaTypes", Kind::Names(&Kind::Object(&MEDIA_TYPE))),
        loose("callbacks", Kind::Names(&Kind::Object(&CALLBACK))),
        loose("links", Kind::Names(&Kind::Any)),
    ],
);

pub(super) static SECURITY_SCHEME: Shape = Shape::referable(
    "a security scheme",
    &[
        key("type", Kind::Text).expected(),
        key("name", Kind::Text),
        key("in", Kind::Text),
        key("scheme", Kind::Text),
        loose("flows", Kind::Names(&Kind::Any)),
        loose("scopes", Kind::Names(&Kind::Any)),
        loose("openIdConnectUrl", Kind::Text),
        loose("bearerFormat", Kind::Text),
        loose("description", Kind::Text),
    ],
);
