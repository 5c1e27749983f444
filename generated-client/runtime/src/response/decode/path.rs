//! Paths of values in a JSON document, such as `items[1].name`.

/// A segment of a path.
enum Step {
    Key(Option<String>),
    Index(usize),
}

/// The maximum number of segments in a path, which is the depth limit of serde_json.
const DEEPEST: usize = 128;

/// Returns the path of the value that ends at or contains a byte of a JSON document.
pub(super) fn at(body: &[u8], end: usize) -> String {
    let mut steps: Vec<Step> = Vec::new();
    // The number of open values beyond `DEEPEST`.
    let mut deeper = 0_usize;
    let mut at = 0;
    while let Some(byte) = body.get(at).filter(|_| at < end) {
        match byte {
            b'{' | b'[' if steps.len() == DEEPEST => deeper += 1,
            b'}' | b']' if deeper > 0 => deeper -= 1,
            b'{' => steps.push(Step::Key(None)),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' => drop(steps.pop()),
            b',' if deeper == 0 => match steps.last_mut() {
                Some(Step::Key(key)) => *key = None,
                Some(Step::Index(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let close = string_end(body, at);
                if let (Some(Step::Key(key @ None)), 0) = (steps.last_mut(), deeper) {
                    let text = body.get(at..close).unwrap_or_default();
                    *key = serde_json::from_slice(text).ok();
                }
                at = close.saturating_sub(1);
            }
            _ => {}
        }
        at += 1;
    }
    render(&steps)
}

/// Returns the offset after a string's closing quote.
fn string_end(body: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = body.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    body.len()
}

fn render(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(Some(key)) if path.is_empty() => path.push_str(key),
            Step::Key(Some(key)) => {
                path.push('.');
                path.push_str(key);
            }
            Step::Key(None) => {}
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Joins a path to a value or one of its parents with a path that begins somewhere along it.
pub(super) fn join(outer: &str, inner: &str) -> String {
    let starts = std::iter::once(0).chain(outer.match_indices(['.', '[']).map(|(start, _)| start));
    for start in starts {
        let (before, last) = outer.split_at(start);
        let rest = inner.strip_prefix(last.trim_start_matches('.')).filter(|rest| is_step(rest));
        if let Some(rest) = rest {
            return format!("{before}{last}{rest}");
        }
    }
    match (outer, inner.starts_with('[')) {
        (".", _) => inner.to_owned(),
        (_, true) => format!("{outer}{inner}"),
        (_, false) => format!("{outer}.{inner}"),
    }
}

/// Returns whether the rest of a path begins at a segment.
fn is_step(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['.', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_where_they_overlap() {
        for (outer, inner, joined) in [
            ("items[1].n", "n", "items[1].n"),
            ("items[1].u", "u.x", "items[1].u.x"),
            ("items[1]", "kind.x", "items[1].kind.x"),
            ("items[1].list[2]", "list[2].x", "items[1].list[2].x"),
            ("items[0].items", "items[0].x", "items[0].items[0].x"),
            ("[3]", "[3].x", "[3].x"),
            (".", "x", "x"),
            ("items[1].name", "n", "items[1].name.n"),
        ] {
            assert_eq!(join(outer, inner), joined, "{outer} and {inner}");
        }
    }
}
