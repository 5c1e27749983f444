//! Prints diagnostics in the style of rustc.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use clientwright::diagnostic::Severity;
use clientwright::document::{Location, SourceFile};
use clientwright::{Input, Reported};

use crate::terminal::{visible, visible_lines};

/// The maximum length of a quoted line, in bytes. A document on a single line is not quoted.
const LONGEST: usize = 400;

/// Returns the text of all diagnostics of at least a severity.
pub fn draw(input: &Input, diagnostics: &[Reported], coloured: bool, least: Severity) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    let shown = diagnostics.iter().filter(|reported| reported.diagnostic.severity >= least);
    shown.map(|reported| renderer.render(&[group(input, reported)]) + "\n\n").collect()
}

fn group<'a>(input: &'a Input, reported: &'a Reported) -> Group<'a> {
    let diagnostic = &reported.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Approximation => Level::NOTE.with_name("approximation"),
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(&diagnostic.rule);
    let length = diagnostic.span.end.saturating_sub(diagnostic.span.start) as usize;
    let mut group = Group::with_title(title);
    group = annotate(group, input, &reported.location, length, AnnotationKind::Primary, "");
    for ((span, label), location) in diagnostic.related.iter().zip(&reported.related_locations) {
        let length = span.end.saturating_sub(span.start) as usize;
        group = annotate(group, input, location, length, AnnotationKind::Context, label);
    }
    if !reported.location.pointer.is_empty() {
        group = group.element(Level::NOTE.with_name("at").message(visible(&reported.location.pointer)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    group
}

/// Adds a location, with its line quoted, or an excerpt if the line is too long.
fn annotate<'a>(
    group: Group<'a>,
    input: &'a Input,
    location: &'a Location,
    length: usize,
    kind: AnnotationKind,
    label: &'a str,
) -> Group<'a> {
    let line = file(input, &location.file)
        .and_then(|file| file.text.lines().nth(location.line - 1))
        .unwrap_or_default();
    let start = line.char_indices().nth(location.column - 1).map_or(line.len(), |(byte, _)| byte);
    let path = visible(&location.file);
    let origin = Origin::path(path.clone()).line(location.line).char_column(location.column);
    if line.is_empty() {
        // There is nothing to quote.
        let group = group.element(origin);
        return if label.is_empty() { group } else { group.element(Level::NOTE.message(visible(label))) };
    }
    if line.len() > LONGEST {
        let words = excerpt(line.get(start..).unwrap_or_default(), length);
        let words = if label.is_empty() { words } else { format!("{words} ({label})") };
        return group
            .element(origin)
            .element(Level::NOTE.with_name("there").message(visible(&words).into_owned()));
    }
    let mut end = (start + length.max(1)).min(line.len());
    while !line.is_char_boundary(end) {
        end += 1;
    }
    let part = |range: Range<usize>| visible_lines(line.get(range).unwrap_or_default());
    let (before, there, after) = (part(0..start), part(start..end), part(end..line.len()));
    let annotation = kind.span(before.len()..before.len() + there.len());
    let annotation = if label.is_empty() { annotation } else { annotation.label(visible(label)) };
    let line = format!("{before}{there}{after}");
    group.element(Snippet::source(line).line_start(location.line).path(path).annotation(annotation))
}

/// Returns the line of a diagnostic in three parts, with the cause in the middle; nothing if the line is too long to quote.
pub(crate) fn quote(input: &Input, reported: &Reported) -> Option<(String, String, String)> {
    let (span, at) = (&reported.diagnostic.span, &reported.location);
    let line = file(input, &at.file)?.text.lines().nth(at.line - 1)?;
    let start = line.char_indices().nth(at.column - 1)?.0;
    let mut end = (start + (span.end.saturating_sub(span.start) as usize).max(1)).min(line.len());
    while !line.is_char_boundary(end) {
        end += 1;
    }
    let part = |range: Range<usize>| line.get(range).unwrap_or_default().to_owned();
    (line.len() <= LONGEST).then(|| (part(0..start), part(start..end), part(end..line.len())))
}

/// Returns the start of the rest of a long line.
fn excerpt(rest: &str, length: usize) -> String {
    let most = 100;
    let words: String = rest
        .char_indices()
        .take_while(|(byte, _)| *byte < length.clamp(1, most))
        .map(|(_, letter)| letter)
        .collect();
    if length > most { format!("{words}...") } else { words }
}

fn file<'a>(input: &'a Input, path: &str) -> Option<&'a SourceFile> {
    let beside = input.config.iter().chain(&input.overlays).chain(&input.names);
    input.documents.iter().chain(beside).find(|file| file.path == path)
}
