//! Types for strings of a format, as the settings choose them.

use super::super::Context;
use super::examples::check_date_time;
use super::parts::Leaves;
use crate::config::DateTimes;
use crate::ir::{Format, Type};

/// Returns the type of a string.
pub(super) fn of_text<'t>(context: &mut Context<'t>, leaves: &Leaves<'t>, format: Option<&str>) -> Type {
    let library = context.config.types.datetime;
    let format = match (format, library) {
        (Some("date-time"), DateTimes::Chrono) => Format::ChronoDateTime,
        (Some("date-time"), DateTimes::Jiff) => Format::JiffTimestamp,
        (Some("date-time"), DateTimes::Time) => Format::TimeDateTime,
        (Some("date"), DateTimes::Chrono) => Format::ChronoDate,
        (Some("date"), DateTimes::Jiff) => Format::JiffDate,
        (Some("date"), DateTimes::Time) => Format::TimeDate,
        (Some("uuid"), _) => Format::Uuid,
        _ => return Type::String,
    };
    if format.is_date_time() {
        check_date_time(context, leaves);
    }
    Type::Format(format)
}
