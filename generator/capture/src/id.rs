//! Chooses the operation's id, which is also the name of its file.

use super::Request;
use super::page::Page;
use clientwright::diagnostic::{Diagnostic, Severity};

/// The maximum length of a name.
const MAX: usize = 120;

/// Whether a text is a valid file name for a fragment, without path separators.
pub fn is_file_stem(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    !text.is_empty()
        && text.len() <= MAX
        && text.chars().all(plain)
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !text.ends_with('.')
        && !is_device(text)
}

/// Whether a name is reserved for a device on Windows, regardless of its extension ([Naming
/// files](https://learn.microsoft.com/windows/win32/fileio/naming-a-file)).
fn is_device(text: &str) -> bool {
    let stem = text.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_numbered =
        |name: &str| stem.strip_prefix(name).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    ["con", "nul", "aux", "prn"].contains(&stem.as_str()) || is_numbered("com") || is_numbered("lpt")
}

/// Converts a text to a valid file name.
pub(super) fn file_stem(text: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.') { letter } else { '-' }
    };
    let text: String = text.chars().map(plain).take(MAX).collect();
    let words: Vec<_> = text.split('-').filter(|word| !word.is_empty()).collect();
    let stem = words.join("-").trim_matches(['.', '_', '-']).to_owned();
    if is_file_stem(&stem) { stem } else { "operation".to_owned() }
}

/// Returns the id from the caller, the end of the URL, or the heading.
pub(super) fn choose(request: &Request, page: &Page) -> (String, Option<Diagnostic>) {
    if let Some(id) = &request.operation_id {
        return (file_stem(id), None);
    }
    let last =
        request.provenance.url.as_deref().and_then(|url| url.split(['?', '#']).next()?.rsplit('/').next());
    let of_url = last.and_then(|last| last.strip_prefix("operation-")).map(|id| id.trim_end_matches(".md"));
    let (id, whence) = match of_url.filter(|id| is_file_stem(id)) {
        Some(id) => (id.to_owned(), "the page's address"),
        None => (file_stem(&page.title.text.to_ascii_lowercase()), "the page's heading"),
    };
    let message = format!("the page does not state an operationId; `{id}` is derived from {whence}");
    let diagnostic = Diagnostic::new(Severity::Approximation, "guess-id", page.title.span, message);
    (id, Some(diagnostic.with_help("choose another with `--operation-id`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        assert!(
            ["create-thing", "a.b", "A_1", "com", "com10", "console", "x.con"]
                .iter()
                .all(|id| is_file_stem(id))
        );
        assert!(
            ![
                "", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a b", "nul", "a.", "COM1", "lpt9", "con.x",
                "Nul.a.b"
            ]
            .iter()
            .any(|id| is_file_stem(id))
        );
        assert_eq!(file_stem("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_stem("Create a Thing!"), "Create-a-Thing");
        assert_eq!(file_stem("..."), "operation");
    }
}
