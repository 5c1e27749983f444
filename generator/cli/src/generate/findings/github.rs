//! Findings as [workflow commands](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands), which
//! GitHub shows beside the lines of a pull request.

use clientwright::Reported;
use clientwright::diagnostic::Severity;

/// Returns a command a line.
pub(super) fn commands(findings: &[Reported]) -> String {
    findings.iter().map(command).collect()
}

fn command(reported: &Reported) -> String {
    let (diagnostic, at) = (&reported.diagnostic, &reported.location);
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Approximation => "notice",
    };
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let message: String = [diagnostic.message.clone()].into_iter().chain(help).collect();
    format!(
        "::{level} file={},line={},col={},title={}::{}\n",
        property(&at.file),
        at.line,
        at.column,
        property(&diagnostic.rule),
        data(&message)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_commands_are_escaped() {
        assert_eq!(data("50 %\nnext"), "50 %25%0Anext");
        assert_eq!(property("c:/a,b.yaml"), "c%3A/a%2Cb.yaml");
    }
}
