//! The objects of [Swagger 2.0](https://spec.openapis.org/oas/v2.0#schema).

use super::kind::{Key, Kind, Shape, key, loose};
use super::openapi::{INFO, SECURITY, SECURITY_SCHEME, TAG};
use super::schema::ITEMS;

pub(super) static DOCUMENT: Shape = Shape::new(
    "a description",
    &[
        key("info", Kind::Object(&INFO)).expected(),
        key("host", Kind::Text),
        key("basePath", Kind::Text),
        key("schemes", TEXTS),
        key("consumes", TEXTS),
        key("produces", TEXTS),
        key("paths", Kind::Statuses(&Kind::Object(&PATH_ITEM))),
        key("definitions", Kind::Names(&Kind::Schema)),
        key("parameters", Kind::Names(&Kind::Object(&PARAMETER))),
        key("responses", Kind::Names(&Kind::Object(&RESPONSE))),
        key("securityDefinitions", Kind::Names(&Kind::Object(&SECURITY_SCHEME))),
        key("security", SECURITY),
        loose("tags", Kind::List(&Kind::Object(&TAG))),
    ],
);

const TEXTS: Kind = Kind::List(&Kind::Text);

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
        key("parameters", PARAMETERS),
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
        key("consumes", TEXTS),
        key("produces", TEXTS),
        key("schemes", TEXTS),
        key("security", SECURITY),
        loose("tags", TEXTS),
        loose("summary", Kind::Text),
        loose("description", Kind::Text),
        loose("deprecated", Kind::Boolean),
    ],
);

const ENUM: Kind = Kind::List(&Kind::Any);
const PARAMETERS: Kind = Kind::List(&Kind::Object(&PARAMETER));

static PARAMETER: Shape = Shape::referable(
    "a parameter",
    &[
        key("name", Kind::Text).required(),
        key("in", Kind::Text).required(),
        key("required", Kind::Boolean),
        key("schema", Kind::Schema),
        key("type", Kind::Text),
        key("format", Kind::Text),
        key("items", ITEMS),
        key("enum", ENUM),
        key("collectionFormat", Kind::Text),
        loose("description", Kind::Text),
        loose("allowEmptyValue", Kind::Boolean),
    ],
);

static HEADER: Shape = Shape::new(
    "a header",
    &[
        key("type", Kind::Text),
        key("format", Kind::Text),
        key("items", ITEMS),
        key("enum", ENUM),
        key("collectionFormat", Kind::Text),
        loose("description", Kind::Text),
    ],
);

static RESPONSE: Shape = Shape::referable(
    "a response",
    &[
        loose("description", Kind::Text).expected_until_3_1(),
        key("schema", Kind::Schema),
        key("headers", Kind::Names(&Kind::Object(&HEADER))),
    ],
);
