//! Reads the file.

use std::collections::HashMap;

use super::{Entry, Kind, Lock, MORE, UNUSED, identity};
use crate::diagnostic::Diagnostic;
use crate::document::{SourceFile, Span};
use crate::names::is_keyword;

/// The letters that lines of an unresolved merge begin with.
const CONFLICTS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Reads a `names.lock`. `file` is its index in the list of input files.
pub fn read(file: u32, source: &SourceFile, prunes: bool, diagnostics: &mut Vec<Diagnostic>) -> Lock {
    let lock = Lock { prunes, ..Lock::default() };
    let mut reader = Reader { lock, names: HashMap::new(), things: HashMap::new() };
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let text = line.trim_end();
        let span = Span { file, start: place(start), end: place(start + text.len()) };
        start += line.len();
        if let Err(diagnostic) = reader.line(span, text) {
            diagnostics.push(*diagnostic);
        }
    }
    reader.lock
}

struct Reader {
    lock: Lock,
    /// The line of each name.
    names: HashMap<(Option<Kind>, String), Span>,
    /// The line of each thing.
    things: HashMap<(Kind, String), Span>,
}

impl Reader {
    fn line(&mut self, span: Span, line: &str) -> Result<(), Box<Diagnostic>> {
        let error = |message: String, help: &str| {
            Box::new(Diagnostic::error("names-lock", span, message).with_help(help))
        };
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if CONFLICTS.iter().any(|mark| line.starts_with(mark)) {
            let help = "keep the lines of both sides, and remove the lines with the marks";
            return Err(error("a merge left a conflict here".to_owned(), help));
        }
        let mut words = line.split_whitespace();
        let (word, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut keys: Vec<String> = words.map(str::to_owned).collect();
        let is_unused = keys.last().is_some_and(|last| last == UNUSED);
        if is_unused {
            keys.pop();
        }
        let restore = "restore the line, or remove it to have the name chosen anew";
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == word) else {
            return Err(error(format!("`{word}` is not a kind of name"), restore));
        };
        if !is_name(kind, name) {
            let help = match kind {
                Kind::Component | Kind::Type => "write a name such as `PostalAddress`",
                Kind::Method => "write a name such as `list_users`",
                Kind::Field => "write a type and a field, such as `User.first_name`",
                Kind::Value | Kind::Variant => "write a type and a variant, such as `Color.Red`",
            };
            return Err(error(format!("`{name}` is not the name of a {word} in Rust"), help));
        }
        let count = keys.iter().filter(|key| *key != MORE).count();
        let is_complete = match kind {
            Kind::Component => count >= 1,
            Kind::Method => count == 2,
            Kind::Type => count >= 2,
            Kind::Field | Kind::Value | Kind::Variant => count == 1,
        };
        if !is_complete {
            return Err(error(format!("the line does not say which {word} is `{name}`"), restore));
        }
        // Types and components share their names, and so do the members of a type of each kind.
        let space = Some(kind).filter(|kind| !matches!(kind, Kind::Component | Kind::Type));
        let before = self.names.insert((space, name.to_owned()), span);
        if let Some(first) = before {
            let help = "keep one of the lines, or give one of them another name";
            let error = *error(format!("`{name}` is the name of two things"), help);
            return Err(Box::new(error.with_related(first, "first used here")));
        }
        let before = identity(kind, name, &keys).and_then(|thing| self.things.insert(thing, span));
        if let Some(first) = before {
            let error = *error(format!("this {word} has two names"), "keep one of the lines");
            return Err(Box::new(error.with_related(first, "first named here")));
        }
        self.lock.entries.insert((kind, name.to_owned()), Entry { keys, is_unused });
        Ok(())
    }
}

/// Whether generated code can have a name.
fn is_name(kind: Kind, name: &str) -> bool {
    let is_word = |name: &str| {
        name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') && !is_keyword(name)
    };
    let is_type = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase()) && is_word(name);
    let is_value = |name: &str| name.starts_with(|first: char| first.is_ascii_lowercase()) && is_word(name);
    let member = |is_member: &dyn Fn(&str) -> bool| {
        name.split_once('.').is_some_and(|(owner, member)| is_type(owner) && is_member(member))
    };
    match kind {
        Kind::Component | Kind::Type => is_type(name),
        Kind::Method => is_value(name),
        Kind::Field => member(&is_value),
        Kind::Value | Kind::Variant => member(&is_type),
    }
}
