//! Applies `accepted.toml` to what was generated.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use clientwright::config::accepted::Accepted;

use crate::generate::{Generated, source};
use crate::project;
use crate::status::say;

/// Removes the accepted findings. Reports entries that are expired or accept nothing; then, nothing may be written.
/// `is_whole` is whether every API of the project was generated.
pub(crate) fn apply(file: Option<&Path>, is_whole: bool, generated: &mut [Generated]) -> Result<bool> {
    let Some(file) = file else { return Ok(true) };
    let source = source::read(file)?;
    let mut accepted = match Accepted::read(&source) {
        Ok(accepted) => accepted,
        Err(found) => {
            project::draw(source, &found);
            return Ok(false);
        }
    };
    let today = today();
    for one in generated.iter_mut() {
        let name = one.input.api.clone().unwrap_or_else(|| one.output.package.clone());
        one.findings.retain(|reported| !accepted.accepts(&name, reported, &today));
    }
    // A rejected document has no complete list of findings.
    let complete: Vec<&str> = generated
        .iter()
        .filter(|one| one.output.files.is_some())
        .map(|one| one.input.api.as_deref().unwrap_or(&one.output.package))
        .collect();
    let is_generated = |api: Option<&str>| match api {
        Some(api) => complete.contains(&api),
        None => is_whole && complete.len() == generated.len(),
    };
    let found = accepted.rest(is_generated, &today);
    if found.is_empty() {
        return Ok(true);
    }
    let what = format!("{}; nothing was written", source.path);
    project::draw(source, &found);
    say("Rejected", &what);
    Ok(false)
}

/// Returns the current day, or that of `SOURCE_DATE_EPOCH` (<https://reproducible-builds.org/specs/source-date-epoch/>).
fn today() -> String {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    day(given.unwrap_or_else(now))
}

/// Returns the day of a time in seconds since 1970, as `2026-01-31`.
fn day(seconds: u64) -> String {
    // Days are counted from 1 March of the year 0, so that a leap day ends a year
    // (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).
    let days = seconds / 86_400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_798_761_599, "2026-12-31"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(day(seconds), expected);
        }
    }
}
