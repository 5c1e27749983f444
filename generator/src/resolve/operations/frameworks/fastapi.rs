//! FastAPI appends the path and the method to the name of a function: `create_flow_flows_post` is `create_flow`.

use super::Id;
use crate::names::snake;

pub(super) fn names(id: &Id<'_>) -> Vec<String> {
    let name = snake(id.text);
    let path = id.at.path.replace(|letter: char| !letter.is_ascii_alphanumeric(), " ");
    let suffix = format!("_{}", snake(&format!("{path} {}", id.at.method)));
    let Some(function) = name.strip_suffix(&suffix) else { return Vec::new() };
    // A function such as `list` says too little without its path.
    match function.contains('_') {
        true => vec![function.to_owned()],
        false => name.strip_suffix(&format!("_{}", id.at.method)).map(str::to_owned).into_iter().collect(),
    }
}
