//! Names that are words of OpenAPI elsewhere: a response called `default`, a property called `example`. They are names like
//! any other, in every version.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use clientwright::Output;
use clientwright::diagnostic::Severity;
use generator_tests::spec;

/// Words that say what follows, where no one chose them. The last are what a walk over a document must not look into.
const WORDS: [&str; 16] = [
    "schema",
    "items",
    "not",
    "if",
    "properties",
    "schemas",
    "parameters",
    "headers",
    "responses",
    "content",
    "mapping",
    "example",
    "examples",
    "default",
    "enum",
    "x-thing",
];

/// Each thing that has a name of its author's is called NAME, and holds a schema that has to be brought into the one
/// shape, or a reference.
const V31: &str = r##"
openapi: 3.1.0
info: {title: Sample, version: "1"}
servers: [{url: https://a.example}]
paths:
  /things:
    post:
      operationId: makeThing
      parameters: [{$ref: "#/components/parameters/NAME"}]
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {NAME: {$ref: "#/components/schemas/Part"}}}
            encoding: {NAME: {contentType: application/json}}
      responses:
        "200":
          description: Made.
          headers: {NAME: {schema: {type: [integer, "null"]}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/NAME"}}}
        default: {$ref: "#/components/responses/NAME"}
    get:
      operationId: listThings
      responses:
        default: {description: Any., content: {application/json: {schema: {type: [string, "null"]}}}}
components:
  parameters: {NAME: {name: q, in: query, schema: {type: [integer, "null"]}}}
  responses:
    NAME: {description: Not., content: {application/json: {schema: {$ref: "#/components/schemas/Part"}}}}
  schemas:
    NAME:
      type: object
      properties: {NAME: {type: object, properties: {NAME: {$ref: "#/components/schemas/Part"}, b: {const: 1}}}}
    Part: {type: object, properties: {NAME: {type: [integer, "null"]}}}
"##;

const V2: &str = r##"
swagger: "2.0"
info: {title: Sample, version: "1"}
host: a.example
paths:
  /things:
    post:
      operationId: makeThing
      parameters: [{$ref: "#/parameters/NAME"}, {name: body, in: body, schema: {$ref: "#/definitions/NAME"}}]
      responses:
        "200": {description: Made., headers: {NAME: {type: integer}}, schema: {$ref: "#/definitions/Part"}}
        default: {description: Not., schema: {$ref: "#/definitions/NAME"}}
        "404": {$ref: "#/responses/NAME"}
parameters: {NAME: {name: q, in: query, type: integer}}
responses: {NAME: {description: Not., schema: {$ref: "#/definitions/Part"}}}
definitions:
  NAME:
    type: object
    properties: {NAME: {type: object, properties: {NAME: {$ref: "#/definitions/Part"}, b: {type: string, x-nullable: true}}}}
  Part: {type: object, properties: {NAME: {type: string, x-nullable: true}}}
"##;

fn generated(template: &str, name: &str) -> Output {
    let output = clientwright::generate(&spec::document(&template.replace("NAME", name))).unwrap();
    let bad = output.diagnostics.iter().filter(|reported| reported.diagnostic.severity >= Severity::Warning);
    assert_eq!(bad.collect::<Vec<_>>(), Vec::<&clientwright::Reported>::new(), "{name}");
    output
}

#[test]
fn keyword_of_openapi_can_be_a_name() {
    for template in [V31, V2] {
        let plain = generated(template, "thing");
        assert_eq!((plain.typing.untyped, plain.nodes.lost.len()), (0, 0));
        for word in WORDS {
            let named = generated(template, word);
            assert_eq!((named.typing, named.nodes), (plain.typing.clone(), plain.nodes.clone()), "{word}");
        }
    }
}
