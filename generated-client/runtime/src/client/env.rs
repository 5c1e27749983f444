//! Settings from environment variables.

use std::time::Duration;

use crate::client::error::BuildError;

/// Returns the name and value of the first variable that is not empty, without blanks around the value.
pub(crate) fn first(names: &[&'static str]) -> Result<Option<(&'static str, String)>, BuildError> {
    Ok(secret(names)?.map(|(name, value)| (name, value.trim().to_owned())))
}

/// Like [`first`], for a secret: blanks are kept, because they may be part of it.
pub(crate) fn secret(names: &[&'static str]) -> Result<Option<(&'static str, String)>, BuildError> {
    for name in names {
        match std::env::var(name) {
            Ok(value) if !value.trim().is_empty() => return Ok(Some((name, value))),
            Ok(_) | Err(std::env::VarError::NotPresent) => {}
            Err(std::env::VarError::NotUnicode(_)) => return Err(BuildError::NotText { variable: name }),
        }
    }
    Ok(None)
}

/// Parses a duration such as `30s`, `1m30s` or `500ms`; a number without a unit is in seconds.
pub(crate) fn duration(variable: &'static str, text: &str) -> Result<Duration, BuildError> {
    text.parse::<u64>()
        .map(Duration::from_secs)
        .or_else(|_| humantime::parse_duration(text))
        .map_err(|_| BuildError::Duration { variable, value: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_other_tools_write_them() {
        let read = |text| duration("X_TIMEOUT", text).map_err(|error| error.to_string());
        assert_eq!(read("30"), Ok(Duration::from_secs(30)));
        assert_eq!(read("1m30s"), Ok(Duration::from_secs(90)));
        assert_eq!(read("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(
            read("soon"),
            Err("X_TIMEOUT is `soon`, which is not a duration such as `30s`".to_owned())
        );
    }
}
