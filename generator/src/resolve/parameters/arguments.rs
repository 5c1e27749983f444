//! Orders and names arguments, independent of the order in the document.

use crate::ir::{Parameter, ParameterLocation};
use crate::names::{self, Wired, snake};

/// Argument names that a method uses itself.
const TAKEN: [&str; 3] = ["self", "options", "body"];
/// A field of a struct of optional arguments can have any other name.
const OPTIONS_TAKEN: [&str; 1] = ["self"];

/// Sorts required arguments: path parameters in the order of the path, then all others by location and name. Optional
/// parameters keep the order of the document.
pub(super) fn order(parameters: &mut [Parameter], path: &[&str]) {
    parameters.sort_by_cached_key(|parameter| {
        let (location, _) = location(parameter);
        let index = path.iter().position(|name| *name == parameter.name).filter(|_| location == 0);
        let name = if parameter.required { parameter.name.clone() } else { String::new() };
        (!parameter.required, if parameter.required { location } else { 0 }, index, name)
    });
}

/// Replaces the name candidates of the arguments by their final names.
pub(super) fn name(parameters: &mut [Parameter]) {
    let is_shared = |parameter: &Parameter| {
        let name = snake(&parameter.argument);
        parameters.iter().any(|other| other.location != parameter.location && snake(&other.argument) == name)
    };
    let named: Vec<Wired<'_>> = parameters
        .iter()
        .map(|parameter| Wired {
            wire: &parameter.name,
            given: Some(&parameter.argument),
            group: is_shared(parameter).then(|| location(parameter)),
            taken: if parameter.required { &TAKEN } else { &OPTIONS_TAKEN },
        })
        .collect();
    let names = names::fields(named);
    for (parameter, name) in parameters.iter_mut().zip(names) {
        parameter.argument = name;
    }
}

/// Returns the rank of a location among parameters of the same name, and the suffix that disambiguates it.
fn location(parameter: &Parameter) -> (usize, &'static str) {
    match parameter.location {
        ParameterLocation::Path => (0, "path"),
        ParameterLocation::Query => (1, "query"),
        ParameterLocation::Header => (2, "header"),
        ParameterLocation::Cookie => (3, "cookie"),
    }
}
