//! Support modules of the model crate: macros and their helpers, which are the same for every API.

use crate::ir::{Api, Field, Shape, Union};

/// The visibility of a support module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Macros only.
    Macros,
    /// Macros, and items that the client uses.
    Used,
    /// Items for callers and macros.
    Public,
    /// Macros, and items for callers.
    PublicMacros,
    /// Items for macros.
    Private,
    /// Macros behind a feature.
    Feature(&'static str),
}

/// A support module.
#[derive(Debug, Clone, Copy)]
pub struct SupportModule {
    /// The name.
    pub name: &'static str,
    /// The visibility.
    pub part: Part,
    /// Whether the models of an API use it.
    pub is_needed: fn(&Api) -> bool,
    /// The files: the path below `src` without `.rs`, and the contents.
    pub files: &'static [(&'static str, &'static str)],
}

/// The modules, in the order of declaration.
pub const SUPPORT: [SupportModule; 19] = [
    SupportModule {
        name: "decode",
        part: Part::Used,
        is_needed: |_| true,
        files: &[
            ("decode", include_str!("../../inlineable/src/decode.rs")),
            ("decode/budget", include_str!("../../inlineable/src/decode/budget.rs")),
            ("decode/checked", include_str!("../../inlineable/src/decode/checked.rs")),
            ("decode/choice", include_str!("../../inlineable/src/decode/choice.rs")),
            ("decode/containers", include_str!("../../inlineable/src/decode/containers.rs")),
            ("decode/json", include_str!("../../inlineable/src/decode/json.rs")),
            ("decode/name", include_str!("../../inlineable/src/decode/name.rs")),
            ("decode/path", include_str!("../../inlineable/src/decode/path.rs")),
            ("decode/scalars", include_str!("../../inlineable/src/decode/scalars.rs")),
            ("decode/source", include_str!("../../inlineable/src/decode/source.rs")),
            ("decode/tagged", include_str!("../../inlineable/src/decode/tagged.rs")),
        ],
    },
    SupportModule {
        name: "encode",
        part: Part::Private,
        is_needed: |_| true,
        files: &[("encode", include_str!("../../inlineable/src/encode.rs"))],
    },
    SupportModule {
        name: "unknown",
        part: Part::Public,
        is_needed: |_| true,
        files: &[("unknown", include_str!("../../inlineable/src/unknown.rs"))],
    },
    SupportModule {
        name: "any_of",
        part: Part::Macros,
        is_needed: |api| unions(api).any(|union| union.several.is_some()),
        files: &[("any_of", include_str!("../../inlineable/src/any_of.rs"))],
    },
    SupportModule {
        name: "base64",
        part: Part::Public,
        is_needed: |api| has_format(api, "base64"),
        files: &[("base64", include_str!("../../inlineable/src/base64.rs"))],
    },
    SupportModule {
        name: "date_time",
        part: Part::Public,
        is_needed: |api| has_format(api, "date_time"),
        files: &[("date_time", include_str!("../../inlineable/src/date_time.rs"))],
    },
    SupportModule {
        name: "decimal",
        part: Part::Public,
        is_needed: |api| has_format(api, "decimal"),
        files: &[("decimal", include_str!("../../inlineable/src/decimal.rs"))],
    },
    SupportModule {
        name: "flatten",
        part: Part::Private,
        is_needed: |api| fields(api).any(|field| field.flatten),
        files: &[("flatten", include_str!("../../inlineable/src/flatten.rs"))],
    },
    SupportModule {
        name: "int_or_string",
        part: Part::Public,
        is_needed: |api| has_format(api, "int_or_string"),
        files: &[("int_or_string", include_str!("../../inlineable/src/int_or_string.rs"))],
    },
    SupportModule {
        name: "json_schema",
        part: Part::Feature("schemars"),
        is_needed: Api::has_json_schemas,
        files: &[("json_schema", include_str!("../../inlineable/src/json_schema.rs"))],
    },
    SupportModule {
        name: "newtype",
        part: Part::Macros,
        is_needed: |api| has(api, |shape| matches!(shape, Shape::Newtype(_))),
        files: &[("newtype", include_str!("../../inlineable/src/newtype.rs"))],
    },
    SupportModule {
        name: "nullable",
        part: Part::Public,
        is_needed: |api| fields(api).any(|field| field.is_three_state()),
        files: &[("nullable", include_str!("../../inlineable/src/nullable.rs"))],
    },
    SupportModule {
        name: "object",
        part: Part::Macros,
        is_needed: |api| has(api, |shape| matches!(shape, Shape::Struct(_))),
        files: &[
            ("object", include_str!("../../inlineable/src/object.rs")),
            ("object/rated", include_str!("../../inlineable/src/object/rated.rs")),
        ],
    },
    SupportModule {
        name: "open_enum",
        part: Part::Macros,
        is_needed: |api| {
            !api.error_codes.is_empty() || has(api, |shape| matches!(shape, Shape::StringEnum(_)))
        },
        files: &[("open_enum", include_str!("../../inlineable/src/open_enum.rs"))],
    },
    SupportModule {
        name: "open_number",
        part: Part::Macros,
        is_needed: |api| has(api, |shape| matches!(shape, Shape::IntEnum(_))),
        files: &[("open_number", include_str!("../../inlineable/src/open_number.rs"))],
    },
    SupportModule {
        name: "tagged_union",
        part: Part::Macros,
        is_needed: |api| unions(api).any(|union| union.tag.is_some()),
        files: &[("tagged_union", include_str!("../../inlineable/src/tagged_union.rs"))],
    },
    SupportModule {
        name: "tuple",
        part: Part::Macros,
        is_needed: |api| has(api, |shape| matches!(shape, Shape::Tuple(_))),
        files: &[("tuple", include_str!("../../inlineable/src/tuple.rs"))],
    },
    SupportModule {
        name: "unix_time",
        part: Part::PublicMacros,
        is_needed: |api| has_format(api, "unix_time"),
        files: &[("unix_time", include_str!("../../inlineable/src/unix_time.rs"))],
    },
    SupportModule {
        name: "untagged_union",
        part: Part::Macros,
        is_needed: |api| unions(api).any(|union| union.tag.is_none() && union.several.is_none()),
        files: &[("untagged_union", include_str!("../../inlineable/src/untagged_union.rs"))],
    },
];

fn has(api: &Api, is_it: fn(&Shape) -> bool) -> bool {
    api.schemas.iter().any(|schema| is_it(&schema.shape))
}

/// Whether some type is in a support module.
fn has_format(api: &Api, module: &str) -> bool {
    api.supported_formats().any(|format| format.facts().module == Some(module))
}

fn unions(api: &Api) -> impl Iterator<Item = &Union> {
    api.schemas.iter().filter_map(|schema| match &schema.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    })
}

fn fields(api: &Api) -> impl Iterator<Item = &Field> {
    api.schemas.iter().flat_map(|schema| match &schema.shape {
        Shape::Struct(object) => object.fields.as_slice(),
        _ => &[],
    })
}
