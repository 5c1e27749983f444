//! Types for strings of a format, as the settings choose them.

use super::super::Context;
use super::examples::check_date_time;
use super::parts::Leaves;
use crate::config::{Bytes, DateTimes, Decimals, UnixTimes};
use crate::document::Node;
use crate::ir::{Format, Type};

/// The format of Kubernetes for an integer or a string.
const INT_OR_STRING: &str = "int-or-string";

/// Returns the type of a string.
pub(super) fn of_text<'t>(context: &mut Context<'t>, leaves: &Leaves<'t>, format: Option<&str>) -> Type {
    let settings = &context.config.types;
    let (library, is_base64) = (settings.datetime, settings.byte == Bytes::Base64);
    let is_decimal = settings.decimal == Decimals::RustDecimal;
    let format = match (format, library) {
        (Some("date-time"), DateTimes::Chrono) => Format::ChronoDateTime,
        (Some("date-time"), DateTimes::Jiff) => Format::JiffTimestamp,
        (Some("date-time"), DateTimes::Time) => Format::TimeDateTime,
        (Some("date"), DateTimes::Chrono) => Format::ChronoDate,
        (Some("date"), DateTimes::Jiff) => Format::JiffDate,
        (Some("date"), DateTimes::Time) => Format::TimeDate,
        (Some("uuid"), _) => Format::Uuid,
        (Some("byte"), _) if is_base64 => Format::Base64,
        (Some("base64url"), _) if is_base64 => Format::Base64Url,
        (Some("decimal"), _) if is_decimal => Format::Decimal,
        (Some(INT_OR_STRING), _) => Format::IntOrString,
        _ => return Type::String,
    };
    if format.is_date_time() {
        check_date_time(context, leaves);
    }
    Type::Format(format)
}

/// Returns the type of a number of a format that has one by the settings.
pub(super) fn of_number(context: &Context<'_>, kind: &str, format: Option<&str>) -> Option<Type> {
    let settings = &context.config.types;
    let format = match (kind, format?) {
        // The registry of formats has the first. Documents write the second as well.
        ("integer", "unixtime" | "unix-time") if settings.unixtime == UnixTimes::DateTime => {
            Format::UnixTime(settings.datetime)
        }
        ("number" | "integer", "decimal") if settings.decimal == Decimals::RustDecimal => {
            Format::DecimalNumber
        }
        ("integer", INT_OR_STRING) => Format::IntOrString,
        _ => return None,
    };
    Some(Type::Format(format))
}

/// Returns the type of an integer or a string, if a schema says so in the words of Kubernetes. It may list both as alternatives.
pub(super) fn int_or_string<'t>(context: &mut Context<'t>, leaves: &Leaves<'t>) -> Option<Type> {
    let says = |node: &&Node| {
        node.get("x-kubernetes-int-or-string").and_then(Node::as_bool) == Some(true)
            || (node.get("type").is_none()
                && node.get("format").and_then(Node::as_str) == Some(INT_OR_STRING))
    };
    if !leaves.nodes.iter().any(says) {
        return None;
    }
    leaves.nodes.iter().for_each(|node| context.tracker.read_whole(node));
    let given = context.setting(&context.config.types.formats, INT_OR_STRING);
    Some(given.map_or(Type::Format(Format::IntOrString), |given| Type::External(given.rust.clone())))
}
