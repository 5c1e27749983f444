//! Allocates names for fields and arguments, each derived from its wire name alone unless two would collide.

use std::borrow::Cow;

use super::distinct::{Candidates, distinct};
use super::values::{case, has_name, hash, separated};
use super::{snake, snake_apart};

/// A property or a parameter.
#[derive(Debug, Clone, Copy)]
pub struct Wired<'v> {
    /// The name on the wire.
    pub wire: &'v str,
    /// The text that the Rust name is derived from, if it is not the wire name.
    pub given: Option<&'v str>,
    /// The rank and suffix that disambiguate it from others of the same name, such as a location.
    pub group: Option<(usize, &'v str)>,
    /// Reserved names, which get a trailing underscore.
    pub taken: &'v [&'v str],
}

/// Returns the Rust names, in order.
pub fn fields<'v>(all: impl IntoIterator<Item = Wired<'v>>) -> Vec<String> {
    let candidates = all.into_iter().map(|Wired { wire, given, group, taken }| {
        let text = given.unwrap_or(wire);
        let legal = |name: String| if taken.contains(&name.as_str()) { name + "_" } else { name };
        let spelled = if has_name(text) { signed(text) } else { Cow::Owned(separated(text)) };
        let (plain, exact) = (legal(snake(&spelled)), legal(snake(&separated(text))));
        let apart = legal(snake_apart(&spelled));
        let (stem, exact_stem) = (plain.trim_end_matches('_'), exact.trim_end_matches('_'));
        let end = group.map(|(_, word)| format!("_{word}")).unwrap_or_default();
        let ended = |name: &str| match end.as_str() {
            "" => name.to_owned(),
            end => format!("{}{end}", name.trim_end_matches('_')),
        };
        // The exact spelling wins, then the one in which each capital begins a word.
        let spelling = if stem == text { 0 } else { 1 + usize::from(apart != plain) };
        let rank = 3 * group.map_or(0, |(rank, _)| rank) + spelling;
        let names = vec![
            plain.clone(),
            if end.is_empty() { exact.clone() } else { ended(&plain) },
            ended(&apart),
            format!("{exact_stem}{end}_{}", case(text).to_ascii_lowercase()),
            format!("{stem}{end}_x{:08x}", hash(wire)),
        ];
        Candidates::new(names, rank)
    });
    distinct(&candidates.collect::<Vec<_>>())
}

/// Spells out the sign that a text begins with.
fn signed(text: &str) -> Cow<'_, str> {
    let spelled = |word, rest: &str| Cow::Owned(format!("{word} {rest}"));
    match text.strip_prefix('-') {
        Some(rest) => spelled("minus", rest),
        None => text.strip_prefix('+').map_or(Cow::Borrowed(text), |rest| spelled("plus", rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(names: &[&str]) -> Vec<String> {
        fields(names.iter().map(|wire| Wired { wire, given: None, group: None, taken: &["new"] }))
    }

    #[test]
    fn colliding_fields_are_named_by_what_differs() {
        assert_eq!(all(&["userId", "user_id"]), ["user_id_mixed", "user_id"]);
        assert_eq!(all(&["a.b", "a-b"]), ["a_dot_b", "a_hyphen_b"]);
        assert_eq!(all(&["new", "type", "@type"]), ["new_", "type_", "at_type"]);
        assert_eq!(all(&["oAuth2Token", "oauth2Token"]), ["o_auth2_token", "oauth2_token"]);
        assert_eq!(all(&["self", "Self", "_", ""]), ["self_", "self_mixed", "underscore", "empty"]);
    }

    #[test]
    fn leading_sign_is_spelled_out() {
        assert_eq!(all(&[""]), ["empty"]);
        assert_eq!(all(&["*"]), ["star"]);
        assert_eq!(all(&["-1"]), ["minus_1"]);
        assert_eq!(all(&["+1", "1", "-1"]), ["plus_1", "value_1", "minus_1"]);
        assert_eq!(all(&["-created", "created"]), ["minus_created", "created"]);
        assert_eq!(all(&["x-rate-limit", "2020-01-02"]), ["x_rate_limit", "value_2020_01_02"]);
        assert_eq!(all(&["@id", "id", "$id"]), ["at_id", "id", "dollar_id"]);
    }

    #[test]
    fn location_tells_parameters_apart() {
        let group = |rank, word| Some((rank, word));
        let one = |wire, group| Wired { wire, given: None, group, taken: &[] };
        let all = [one("id", group(2, "header")), one("id", group(0, "path")), one("Id", group(1, "query"))];
        assert_eq!(fields(all), ["id_header", "id", "id_query"]);
    }
}
