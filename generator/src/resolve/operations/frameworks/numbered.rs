//! Springdoc and Django number equal ids by their order: `getUser_1` beside `getUser` is named by its tag or path, as other
//! operations of one id are.

use super::super::naming::ladder;
use super::Id;

pub(super) fn names(id: &Id<'_>) -> Vec<String> {
    let Some((name, number)) = id.text.rsplit_once('_') else { return Vec::new() };
    let is_number = !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit());
    match is_number && id.all.contains(name) {
        true => ladder(name, id.at).into_iter().skip(1).collect(),
        false => Vec::new(),
    }
}
