//! Edits YAML text in place: unchanged parts keep their layout and comments.

use std::ops::Range;

use serde_json::Value;

use super::yaml;
use clientwright::document::{self, Node, SourceFile};
use clientwright::load::parse;

/// Returns the text edited to express `new`, which differs little from `old`. None if the edited text does not parse to
/// `new`.
pub(super) fn patch(text: &str, old: &Node, new: &Value) -> Option<String> {
    let mut patcher = Patcher { text, edits: Vec::new() };
    if !patcher.value(old, new, 0) {
        return None;
    }
    let patched = patcher.finish()?;
    let source = SourceFile { path: String::new(), text: patched };
    let read = parse::read(0, &source, &mut Vec::new())?;
    (read.to_json() == *new).then_some(source.text)
}

/// Returns the key that was renamed and its new name, if that is the only change of keys. Except for media types, the
/// value must be unchanged: otherwise it is a different entry, and comments next to it are removed.
fn renamed<'k>(
    old: &'k document::Object,
    new: &'k serde_json::Map<String, Value>,
) -> Option<(&'k str, &'k str)> {
    let mut pairs = old.keys().zip(new.keys()).filter(|(old, new)| old != new);
    let (from, to) = pairs.next()?;
    let only = old.len() == new.len() && pairs.next().is_none();
    let is_media_type = |key: &str| key.contains('/') && !key.starts_with('/');
    let is_same = || old.get(from).map(Node::to_json).as_ref() == new.get(to);
    (only && !new.contains_key(from) && !old.contains_key(to))
        .then_some((from.as_str(), to.as_str()))
        .filter(|(from, to)| (is_media_type(from) && is_media_type(to)) || is_same())
}

struct Patcher<'t> {
    text: &'t str,
    edits: Vec<(Range<usize>, String)>,
}

impl Patcher<'_> {
    /// Edits the inside of a node. Returns false if it must be rewritten as a whole.
    fn value(&mut self, old: &Node, new: &Value, depth: usize) -> bool {
        if old.to_json() == *new {
            return true;
        }
        let is_block = !self.starts_with(old, &['{', '[']);
        let mark = self.edits.len();
        let done = match (&old.value, new) {
            (document::Value::Object(entries), Value::Object(wanted)) if is_block => {
                self.object(entries, wanted, depth)
            }
            (document::Value::Array(items), Value::Array(wanted)) if is_block => {
                self.list(items, wanted, depth)
            }
            _ => false,
        };
        if !done {
            self.edits.truncate(mark);
        }
        done
    }

    fn object(&mut self, old: &document::Object, new: &serde_json::Map<String, Value>, depth: usize) -> bool {
        let Some(indent) = old.values().find_map(|node| self.column(node.key?.start as usize)) else {
            return false;
        };
        let renamed = renamed(old, new);
        if !old.keys().any(|key| new.contains_key(key)) && renamed.is_none() {
            return false;
        }
        for (key, node) in old {
            let Some(span) = node.key else { return false };
            if let Some((_, to)) = renamed.filter(|(from, _)| *from == key) {
                if !new.get(to).is_some_and(|value| self.value(node, value, depth + 1)) {
                    return false;
                }
                self.edits.push((span.start as usize..span.end as usize, yaml::key(to)));
                continue;
            }
            match new.get(key) {
                Some(value) => {
                    if !self.value(node, value, depth + 1) {
                        self.replace(span.end as usize, node, value, indent, indent + key.len() + 1);
                    }
                }
                // The first key of an object in an array is next to the dash and cannot be removed alone.
                None if !self.is_first_on_line(span.start as usize) => return false,
                None => self.remove(span.start as usize, node),
            }
        }
        let mut before: Option<&Node> = None;
        for (key, value) in new {
            let kept = match renamed {
                Some((from, to)) if to == key => old.get(from),
                _ => old.get(key),
            };
            match (kept, before) {
                (Some(node), _) => before = Some(node),
                (None, Some(before)) => {
                    let mut text = String::new();
                    yaml::entry(&mut text, key, value, indent);
                    self.insert_after(before, text);
                }
                // Nothing can be inserted before the first entry, so it goes to the end.
                (None, None) => {
                    let mut text = String::new();
                    yaml::entry(&mut text, key, value, indent);
                    let Some(last) = old.values().next_back() else { return false };
                    self.insert_after(last, text);
                }
            }
        }
        true
    }

    fn list(&mut self, old: &[Node], new: &[Value], depth: usize) -> bool {
        let dashes: Option<Vec<usize>> = old.iter().map(|item| self.dash(item)).collect();
        let Some(dashes) = dashes.filter(|_| !new.is_empty()) else { return false };
        let Some(indent) = dashes.first().and_then(|dash| self.column(*dash)) else { return false };
        let pairs = || old.iter().zip(new);
        let head = pairs().take_while(|(old, new)| old.to_json() == **new).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old
            .iter()
            .rev()
            .zip(new.iter().rev())
            .take(rest)
            .take_while(|(old, new)| old.to_json() == **new)
            .count();
        let (old_end, new_end) = (old.len() - tail, new.len() - tail);
        let both = (old_end - head).min(new_end - head);
        for place in head..head + both {
            let (Some(node), Some(value), Some(dash)) = (old.get(place), new.get(place), dashes.get(place))
            else {
                return false;
            };
            if !self.value(node, value, depth + 1) {
                let mut text = String::new();
                yaml::item(&mut text, value, indent);
                let range = *dash..self.end(node).max(dash + 1);
                self.edits.push((range, text.trim().to_owned()));
            }
        }
        for place in head + both..old_end {
            let (Some(node), Some(dash)) = (old.get(place), dashes.get(place)) else { return false };
            if !self.is_first_on_line(*dash) {
                return false;
            }
            self.remove(*dash, node);
        }
        if new_end > head + both {
            let mut text = String::new();
            new.get(head + both..new_end)
                .into_iter()
                .flatten()
                .for_each(|value| yaml::item(&mut text, value, indent));
            match (head + both).checked_sub(1).and_then(|place| old.get(place)) {
                Some(before) => self.insert_after(before, text),
                None => return false,
            }
        }
        true
    }

    /// Replaces the text between a key and the end of its value.
    fn replace(&mut self, key_end: usize, node: &Node, value: &Value, indent: usize, column: usize) {
        let mut text = String::from(":");
        yaml::after_key(&mut text, value, indent, column);
        let range = key_end..self.end(node).max(key_end + 1);
        self.edits.push((range, text.trim_end().to_owned()));
    }

    /// Removes the lines of an entry.
    fn remove(&mut self, start: usize, node: &Node) {
        let begin = self.text.get(..start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let end = self.line_end(self.end(node).max(start));
        self.edits.push((begin..end, String::new()));
    }

    fn insert_after(&mut self, node: &Node, text: String) {
        let key = node.key.map_or(0, |key| key.end as usize + 1);
        let at = self.line_end(self.end(node).max(key));
        let missing = self.text.get(..at).is_some_and(|text| !text.ends_with('\n'));
        self.edits.push((at..at, if missing { format!("\n{text}") } else { text }));
    }

    /// Returns the end of a value. A block scalar includes its trailing line break.
    fn end(&self, node: &Node) -> usize {
        let end = node.span.end as usize;
        let text = self.text.get(node.span.start as usize..end).unwrap_or_default();
        end - (text.len() - text.trim_end().len())
    }

    /// Returns the start of the next line.
    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|text| text.find('\n')).map_or(self.text.len(), |offset| at + offset + 1)
    }

    fn column(&self, at: usize) -> Option<usize> {
        let before = self.text.get(..at)?;
        Some(at - before.rfind('\n').map_or(0, |at| at + 1))
    }

    fn is_first_on_line(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.chars().rev().find(|letter| *letter != ' ').is_none_or(|letter| letter == '\n')
    }

    fn starts_with(&self, node: &Node, letters: &[char]) -> bool {
        self.text.get(node.span.start as usize..).is_some_and(|text| text.starts_with(letters))
    }

    /// Returns the position of the dash before an array item on its line.
    fn dash(&self, item: &Node) -> Option<usize> {
        let before = self.text.get(..item.span.start as usize)?;
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let text = before.get(line..)?;
        let at = text.rfind('-').filter(|at| {
            text.get(at + 1..).is_some_and(|rest| rest.trim_matches([' ', '>', '|']).is_empty())
        });
        at.map(|at| line + at)
    }

    fn finish(mut self) -> Option<String> {
        // Insertions at the same position keep their order.
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, text) in &self.edits {
            out.push_str(self.text.get(at..range.start)?);
            out.push_str(text);
            at = range.end;
        }
        out.push_str(self.text.get(at..)?);
        Some(out)
    }
}
