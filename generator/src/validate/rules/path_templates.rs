//! A path template begins with a slash and is a valid URL path ([OpenAPI
//! 3.0](https://spec.openapis.org/oas/v3.0.3#paths-object)).

use super::Document;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{is_dots, route, template_names};

pub(super) fn check(document: &Document<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let paths = document.root.entries("paths");
    for (path, item) in paths.filter(|(path, _)| !path.starts_with("x-")) {
        let mut add = |severity, message: String, help: &str| {
            let diagnostic = Diagnostic::new(severity, "path-template", item.head(), message);
            diagnostics.push(diagnostic.with_help(help));
        };
        let route = route(path);
        if !are_braces_paired(route) || template_names(path).contains(&"") {
            let message = format!("the braces of the path `{path}` do not name parameters");
            add(Severity::Error, message, "write `{name}` for each parameter");
        }
        if !route.starts_with('/') {
            let message = format!("the path `{path}` does not begin with `/`; `/{path}` is sent");
            add(Severity::Warning, message, "add the slash");
        }
        let segments: Vec<&str> = route.strip_prefix('/').unwrap_or(route).split('/').collect();
        if segments.iter().any(|segment| is_dots(segment, 2)) {
            let message = format!("the path `{path}` has a segment `..`, which a URL cannot contain");
            add(Severity::Error, message, "write the intended path");
        }
        if segments.iter().any(|segment| is_dots(segment, 1)) {
            let message = format!("the path `{path}` has a segment `.`; it is removed, as URLs require");
            add(Severity::Warning, message, "remove the segment");
        }
        let is_empty = |(place, segment): (usize, &&str)| segment.is_empty() && place + 1 < segments.len();
        if segments.iter().enumerate().any(is_empty) {
            let message = format!("the path `{path}` has an empty segment; it is sent unchanged");
            add(Severity::Approximation, message, "write one slash, unless the server requires two");
        }
        match path.get(route.len()..).and_then(|rest| rest.chars().next()) {
            Some('?') => {
                let message = format!("the path `{path}` has a query, which is sent with each call");
                add(Severity::Approximation, message, "declare a query parameter instead");
            }
            Some(_) => {
                let message = format!("the path `{path}` has a fragment, which is not sent");
                add(Severity::Approximation, message, "remove the fragment");
            }
            None => {}
        }
    }
}

/// Whether each brace is closed before the next one opens.
fn are_braces_paired(route: &str) -> bool {
    let mut depth = 0_i32;
    let mut is_paired = true;
    for letter in route.chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        is_paired &= (0..=1).contains(&depth);
    }
    is_paired && depth == 0
}
