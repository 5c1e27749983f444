//! The ends of lines: an edited file keeps its own.

/// A text with the line ends of the one that it replaces, where those are all alike. What is inserted ends lines with a
/// line feed alone.
pub(super) fn kept(old: &str, new: String) -> String {
    let returns = old.matches("\r\n").count();
    if returns == 0 || returns < old.matches('\n').count() {
        return new;
    }
    new.replace("\r\n", "\n").replace('\n', "\r\n")
}
