//! The order and the names of arguments, which no order of a list in the document decides.

use crate::ir::{Parameter, ParameterLocation};
use crate::names::{self, Wired, snake};

/// What a method has in addition to its parameters.
const TAKEN: [&str; 3] = ["self", "options", "body"];
/// A field of a struct of optional arguments can have any other name.
const OPTIONS_TAKEN: [&str; 1] = ["self"];

/// Sorts what has to be given: path parameters as they follow each other in the path, then all others by location and name.
/// What is optional has no position, and stays as the document lists it.
pub(super) fn order(parameters: &mut [Parameter], path: &[&str]) {
    parameters.sort_by_cached_key(|parameter| {
        let (location, _) = location(parameter);
        let index = path.iter().position(|name| *name == parameter.name).filter(|_| location == 0);
        let name = if parameter.required { parameter.name.clone() } else { String::new() };
        (!parameter.required, if parameter.required { location } else { 0 }, index, name)
    });
}

/// Names the arguments, which hold what their names are made of until then.
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

/// Where a parameter goes: its rank among others of the same name, and the word that tells it from them.
fn location(parameter: &Parameter) -> (usize, &'static str) {
    match parameter.location {
        ParameterLocation::Path => (0, "path"),
        ParameterLocation::Query => (1, "query"),
        ParameterLocation::Header => (2, "header"),
        ParameterLocation::Cookie => (3, "cookie"),
    }
}
