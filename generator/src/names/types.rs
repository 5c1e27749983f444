//! Allocates names for the types of components, each derived from its key alone unless two would collide.

use super::camel;
use super::distinct::{Candidates, distinct};
use super::values::{case, hash, separated};

/// A component.
#[derive(Debug, Clone, Copy)]
pub struct Keyed<'v> {
    /// The key.
    pub key: &'v str,
    /// The name in the settings.
    pub given: Option<&'v str>,
    /// The name that it has in an earlier version.
    pub locked: Option<&'v str>,
}

/// Returns the type names, in order. Reserved names get a number.
pub fn types<'v>(all: impl IntoIterator<Item = Keyed<'v>>, taken: &[&str]) -> Vec<String> {
    let candidates = all.into_iter().map(|Keyed { key, given, locked }| {
        let legal = |name: String| if taken.contains(&name.as_str()) { name + "2" } else { name };
        let text = given.unwrap_or(key);
        let (spelled, exact) = (camel(text), camel(&separated(text)));
        // The settings win, then the earlier name, then the exact spelling.
        let locked = locked.filter(|_| given.is_none());
        let rank = match (given, locked) {
            (Some(_), _) => 0,
            (_, Some(_)) => 1,
            _ => {
                2 + usize::from(spelled.strip_suffix("Value").unwrap_or(&spelled) != text && spelled != text)
            }
        };
        let cased = format!("{exact}{}", case(text));
        let hashed = format!("{spelled}X{:08x}", hash(key));
        let names =
            locked.map(str::to_owned).into_iter().chain([legal(spelled), legal(exact), cased, hashed]);
        Candidates::new(names.collect(), rank)
    });
    distinct(&candidates.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_spelling_of_a_component_wins() {
        let plain = |key| Keyed { key, given: None, locked: None };
        assert_eq!(types([plain("a"), plain("A")], &[]), ["ALower", "A"]);
        assert_eq!(types([plain("foo-bar"), plain("foo_bar")], &[]), ["FooHyphenBar", "FooUnderscoreBar"]);
        assert_eq!(types([plain("Value"), plain("value")], &["Value"]), ["Value2", "ValueLower"]);
        let locked = Keyed { key: "a", given: None, locked: Some("A") };
        assert_eq!(types([locked, plain("A")], &[]), ["A", "AUpper"]);
    }
}
