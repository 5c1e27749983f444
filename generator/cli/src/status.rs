//! Exit statuses, and progress messages.

use std::io::IsTerminal;
use std::process::ExitCode;

use crate::terminal;

/// Exit statuses, for `--help`.
pub const HELP: &str = "\
Exit status:
  0  done
  1  a failure: a file that cannot be read or written, or a defect of the generator
  2  wrong usage
  3  a document was rejected, or a file is in the way; nothing was written
  4  generated files are out of date (check, codegen --check), or page and fragment differ (capture)

With several pages, the worst status wins: 1, then 3, then 4.";

/// The result of a command, sorted by severity: the worst of several pages counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is done.
    Done,
    /// The arguments are contradictory. clap uses the same status.
    Usage,
    /// Generated files are out of date.
    Stale,
    /// A document was rejected, or a file is in the way.
    Rejected,
    /// A file cannot be read or written, or the generator has a defect.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Done => 0,
            Status::Failed => 1,
            Status::Usage => 2,
            Status::Rejected => 3,
            Status::Stale => 4,
        })
    }
}

/// Whether to use colours: on a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
pub fn is_coloured() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints progress like cargo: a right-aligned verb, then its object.
pub fn say(verb: &str, what: &str) {
    let verb = format!("{verb:>12}");
    let what = terminal::visible(what);
    let line =
        if is_coloured() { format!("\x1b[1;32m{verb}\x1b[0m {what}\n") } else { format!("{verb} {what}\n") };
    terminal::write_stderr(&line);
}
