//! Preserves line endings of edited files.

/// Returns a text with the line endings of the one that it replaces, if those are uniform. Inserted text uses line
/// feeds.
pub(super) fn kept(old: &str, new: String) -> String {
    let returns = old.matches("\r\n").count();
    if returns == 0 || returns < old.matches('\n').count() {
        return new;
    }
    new.replace("\r\n", "\n").replace('\n', "\r\n")
}
