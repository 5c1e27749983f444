//! Springfox appends the HTTP method to the name of a Java method, and a number if the name is taken: `getUserUsingGET_1` is
//! `get_user`, or is named by its tag or path if several are.

use super::super::naming::ladder;
use super::Id;

pub(super) fn names(id: &Id<'_>) -> Vec<String> {
    let Some((name, suffix)) = id.text.rsplit_once("Using") else { return Vec::new() };
    let (method, number) = suffix.split_once('_').unwrap_or((suffix, "1"));
    let is_number = !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit());
    match !name.is_empty() && is_number && method == id.at.method.to_uppercase() {
        true => ladder(name, id.at),
        false => Vec::new(),
    }
}
