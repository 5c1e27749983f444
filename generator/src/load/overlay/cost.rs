//! Limits the cost of a target, estimated from its text: brackets, commas, descents and filter terms.

/// The maximum length of a target, in bytes.
const MAX_LENGTH: usize = 1000;
/// The maximum nesting depth of brackets.
const MAX_BRACKETS: i32 = 12;
/// The maximum number of commas between selectors.
const MAX_COMMAS: usize = 4;
/// The maximum number of operators, `@` and `*` in the filters of a target.
const MAX_TERMS: usize = 32;

/// The cost of a target.
#[derive(Debug, Default)]
pub(super) struct Cost {
    /// Operators, `@`, and `*` in filters: each may be evaluated for every value.
    pub(super) terms: usize,
    /// Comparisons of two values of the tree, which may visit both subtrees.
    pub(super) whole: usize,
    deepest: i32,
    /// Commas: each may double the matches.
    pub(super) commas: usize,
    descents: usize,
    roots: usize,
}

impl Cost {
    pub(super) fn of(target: &str) -> Self {
        let mut cost = Self::default();
        let mut depth = 0;
        let mut letters = target.char_indices().peekable();
        let mut quote = None;
        let mut filters = false;
        while let Some((at, letter)) = letters.next() {
            match (quote, letter) {
                (Some(_), '\\') => drop(letters.next()),
                (Some(open), letter) if letter == open => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(letter),
                (None, '[' | '(') => depth += 1,
                (None, ']' | ')') => depth -= 1,
                (None, ',') => cost.commas += 1,
                (None, '.') => {
                    cost.descents += usize::from(letters.next_if(|(_, next)| *next == '.').is_some())
                }
                (None, '$') => cost.roots += 1,
                (None, '@' | '!') => cost.terms += 1,
                (None, '?') => filters = true,
                (None, '*') => cost.terms += usize::from(filters),
                (None, '&' | '|') => {
                    letters.next_if(|(_, next)| *next == letter);
                    cost.terms += 1;
                }
                (None, '=' | '<' | '>') => {
                    letters.next_if(|(_, next)| *next == '=');
                    cost.terms += 1;
                    cost.whole += usize::from(!is_literal(target.get(at..).unwrap_or_default()));
                }
                _ => {}
            }
            cost.deepest = cost.deepest.max(depth);
        }
        cost
    }

    /// Returns the limit that a target exceeds, if any.
    pub(super) fn beyond(&self, target: &str) -> Option<String> {
        match () {
            () if target.len() > MAX_LENGTH => Some(format!("it has more than {MAX_LENGTH} bytes")),
            () if self.deepest > MAX_BRACKETS => {
                Some(format!("its brackets stand more than {MAX_BRACKETS} deep in each other"))
            }
            () if self.commas > MAX_COMMAS => Some(format!("it has more than {MAX_COMMAS} commas")),
            () if self.descents > 1 => Some("it has `..` more than once".to_owned()),
            () if self.roots > 1 => Some("it looks at the whole document, `$`, from within".to_owned()),
            () if self.terms > MAX_TERMS => {
                Some(format!("its filters have more than {MAX_TERMS} operators, `@` and `*`"))
            }
            () => None,
        }
    }
}

/// Whether an operator is followed by a literal.
fn is_literal(from: &str) -> bool {
    let value = from.trim_start_matches(['=', '<', '>', ' ', '\t']);
    let word = ["true", "false", "null"].iter().any(|word| value.starts_with(word));
    word || value.starts_with(|first: char| "'\"-".contains(first) || first.is_ascii_digit())
}
