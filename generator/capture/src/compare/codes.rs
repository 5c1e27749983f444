//! Compares the error codes of a response: the enum of their header, and the description.

use std::collections::HashSet;

use serde_json::Value;

use super::Comparison;
use crate::changes::Change;
use crate::page::Response;
use clientwright::document::Node;
use clientwright::document::openapi::codes_in_description;

/// The help text for a code that cannot be removed from the description alone.
const ENTANGLED: &str = "one sentence names this code and others: edit the sentence and the enum by hand";

impl Comparison<'_, '_> {
    /// Adds codes that only one side has. The enum and the description change together.
    pub(super) fn codes(
        &mut self,
        response: &Response,
        codes: &[(String, String)],
        schema: &Node,
        found: &Node,
    ) {
        let list = schema.get("enum");
        let listed = list.and_then(Node::as_array).unwrap_or_default();
        let listed_texts: HashSet<&str> = listed.iter().filter_map(Node::as_str).collect();
        let shown: HashSet<&str> = codes.iter().map(|(code, _)| code.as_str()).collect();
        let new: Vec<_> =
            codes.iter().filter(|(code, _)| !listed_texts.contains(code.as_str())).cloned().collect();
        let is_gone = |item: &&Node| item.as_str().is_none_or(|code| !shown.contains(code));
        let gone: Vec<&Node> = listed.iter().filter(is_gone).collect();
        if new.is_empty() && gone.is_empty() {
            return;
        }
        let names: Vec<&str> = gone.iter().filter_map(|item| item.as_str()).collect();
        let described = self.described(response, found, &new, &names);
        let can_be_made = described.is_some();
        let mut changes = described.unwrap_or_default();
        match list {
            _ if !can_be_made => {}
            _ if codes.is_empty() => changes.push(Change::remove(schema, "enum")),
            Some(list) if gone.len() < listed.len() => {
                changes.extend(new.iter().map(|(code, _)| Change::push(list, code.as_str().into())));
                changes.extend(gone.iter().map(|item| Change::drop(list, item)));
            }
            _ => {
                let all: Value = codes.iter().map(|(code, _)| code.as_str()).collect();
                changes.push(Change::set(schema, "enum", all));
            }
        }
        let quoted =
            |codes: Vec<&str>| codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        if !new.is_empty() {
            let codes = quoted(new.iter().map(|(code, _)| code.as_str()).collect());
            parts.push(format!("the page has {codes}, the fragment does not"));
        }
        if !gone.is_empty() {
            parts.push(format!("the fragment has {}, the page does not", quoted(names)));
        }
        let span = response.description.as_ref().map_or(response.status.span, |text| text.span);
        let message = format!("error codes of {}: {}", response.status.text, parts.join("; "));
        let there = list.or(Some(schema));
        match can_be_made {
            true => self.differs(span, message, there, changes),
            false => self.by_hand(span, message, there, ENTANGLED),
        }
    }

    /// Returns the change that updates the codes in a response's description. None if one sentence names a removed code
    /// and others.
    pub(super) fn described(
        &mut self,
        response: &Response,
        found: &Node,
        new: &[(String, String)],
        gone: &[&str],
    ) -> Option<Vec<Change>> {
        let Some(node) = found.get("description") else { return Some(Vec::new()) };
        let (Some(text), Some(pattern)) = (node.as_str(), self.builder.errors.code_in_description.as_deref())
        else {
            return Some(Vec::new());
        };
        let text = text.trim();
        let gone: HashSet<&str> = gone.iter().copied().collect();
        let mut kept: Vec<String> = Vec::new();
        for item in items(text) {
            let codes: Vec<&str> =
                codes_in_description(item, pattern).into_iter().map(|(code, _)| code).collect();
            let is_gone = |code: &&str| gone.contains(*code);
            match (codes.iter().any(is_gone), codes.iter().all(is_gone)) {
                (true, true) => {}
                (true, false) => return None,
                (false, _) => kept.push(item.to_owned()),
            }
        }
        let said: HashSet<&str> =
            codes_in_description(text, pattern).into_iter().map(|(code, _)| code).collect();
        let added: Vec<String> = new
            .iter()
            .filter(|(code, _)| !said.contains(code.as_str()))
            .map(|(code, meaning)| self.builder.code_line(code, meaning))
            .collect();
        let words = !added.is_empty() || kept.is_empty();
        let joined = match (kept.as_slice(), added.as_slice()) {
            // No text is left, so the page's text replaces it.
            ([], []) => self.builder.response_description(response),
            ([only], []) | ([], [only]) => one_line(only.trim_start_matches("* ")),
            ([only], _) if !only.starts_with("* ") => {
                format!("* {}\n{}", one_line(only), added.join("\n"))
            }
            _ => [kept, added].concat().join("\n"),
        };
        Some(if joined == text { Vec::new() } else { vec![Change::reword(node, joined, words)] })
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits a description into its bullets, each with all of its lines, and the text before the first.
fn items(text: &str) -> Vec<&str> {
    let starts = text.match_indices("* ").map(|(at, _)| at);
    let starts = starts.filter(|at| *at == 0 || text.get(..*at).is_some_and(|before| before.ends_with('\n')));
    let mut starts: Vec<usize> = [0].into_iter().chain(starts).collect();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces = starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end));
    pieces.map(str::trim_end).filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::items;

    #[test]
    fn a_bullet_has_all_of_its_lines() {
        assert_eq!(
            items("See:\n* One\n  two. (code: `a`)\n\n* Three * four."),
            ["See:", "* One\n  two. (code: `a`)", "* Three * four."]
        );
        assert_eq!(items("* One"), ["* One"]);
        assert_eq!(items(""), [""; 0]);
    }
}
