//! An id that begins with its tag and names it again: `Pets_listPets` is `list_pets`.
//!
//! With `/` or `.` after the tag (`apps/list-plans`), it is a namespace that the authors chose; the name keeps it.

use super::Id;
use crate::document::Node;
use crate::names::snake;

pub(super) fn names(id: &Id<'_>) -> Vec<String> {
    let tags = id.at.node.items("tags").iter().filter_map(Node::as_text);
    tags.filter_map(|tag| without(id.text, tag)).take(1).collect()
}

/// Returns an id without the tag that it begins with, if the rest names the tag.
fn without(id: &str, tag: &str) -> Option<String> {
    let separator =
        id.chars().find(|letter| !letter.is_ascii_alphanumeric()).filter(|letter| "_-".contains(*letter))?;
    let (first, rest) = id.split_once(separator)?;
    let (tag, rest) = (snake(tag), snake(rest));
    let is_tag = singular(&snake(first)) == singular(&tag);
    let words: Vec<&str> = rest.split('_').map(singular).collect();
    let names_tag = tag.split('_').all(|word| words.contains(&singular(word)));
    (is_tag && names_tag && words.len() > 1).then_some(rest)
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
