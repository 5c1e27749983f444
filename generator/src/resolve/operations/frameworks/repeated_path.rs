//! Frameworks that derive an id from method and path (Grape of Rails, Elysia) repeat the segments with which every path begins:
//! `getApiV1UsersId` is `get_users_id`.

use super::Id;
use crate::document::Node;
use crate::document::openapi::operations;
use crate::names::snake;

pub(super) fn names(id: &Id<'_>) -> Vec<String> {
    let path = id.at.path.replace(|letter: char| !letter.is_ascii_alphanumeric(), " ");
    let method = id.at.method;
    if id.base.is_empty() || snake(id.text) != snake(&format!("{method} {path}")) {
        return Vec::new();
    }
    let rest = id.at.path.split('/').filter(|segment| !segment.is_empty()).skip(id.base.len());
    let rest: Vec<&str> = rest.collect();
    match rest.is_empty() {
        true => Vec::new(),
        false => vec![snake(&format!("{method} {}", rest.join(" ")))],
    }
}

/// Returns the segments with which all paths begin, as far as they name the API and its version: `api`, `v1`.
pub(in crate::resolve::operations) fn base(root: &Node) -> Vec<&str> {
    fn segments(path: &str) -> impl Iterator<Item = &str> {
        path.split('/').filter(|segment| !segment.is_empty())
    }
    let is_version = |segment: &str| {
        segment
            .strip_prefix('v')
            .is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()))
    };
    let is_base = |segment: &&str| ["api", "rest"].contains(segment) || is_version(segment);
    let mut paths = operations(root).map(|at| at.path);
    let mut common: Vec<&str> = segments(paths.next().unwrap_or_default()).take_while(is_base).collect();
    for path in paths {
        let same = common.iter().zip(segments(path)).take_while(|(own, other)| **own == *other).count();
        common.truncate(same);
    }
    common
}
