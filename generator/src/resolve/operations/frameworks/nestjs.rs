//! NestJS prepends the class of the controller to the name of a method: `ItemsController_findAll` is `find_all`, or
//! `items_find_all` if several controllers have such a method.

use super::Id;

pub(super) fn names(id: &Id<'_>) -> Vec<String> {
    let Some((class, method)) = id.text.split_once('_') else { return Vec::new() };
    let Some(subject) = class.strip_suffix("Controller") else { return Vec::new() };
    match subject.is_empty() || method.is_empty() {
        true => Vec::new(),
        false => vec![method.to_owned(), format!("{subject} {method}")],
    }
}
