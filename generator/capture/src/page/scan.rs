//! Splits a page into words, and recognizes headings and bullets.

use super::Text;
use clientwright::document::Span;

/// A word and its offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'p> {
    pub(super) text: &'p str,
    pub(super) start: usize,
    /// The indentation, if it is the first word of its line.
    pub(super) indent: Option<usize>,
    /// Whether it is in a fenced block, whose contents are ignored.
    pub(super) fenced: bool,
}

/// The words of a page.
#[derive(Debug)]
pub(super) struct Words<'p> {
    file: u32,
    words: Vec<Word<'p>>,
}

/// A heading of the grammar. Every other heading is part of a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Servers,
    Authentication,
    Parameters,
    PathParameters,
    QueryParameters,
    /// `### Body: media-type (type)`.
    Body,
    /// `## Body parameters`, of the older generation.
    BodyParameters,
    Responses,
    Status,
    Headers,
    /// `#### Body: media-type (type)`, or `#### Body Parameters:`.
    ResponseBody,
    /// A heading of OpenAPI that the grammar does not support.
    Unknown,
    /// The last line.
    Footer,
}

/// The headings, by their words. `#` means three or four marks, because the generations differ.
const HEADINGS: [(&[&str], Heading); 15] = [
    (&["##", "Servers"], Heading::Servers),
    (&["##", "Authentication", "methods"], Heading::Authentication),
    (&["##", "Parameters"], Heading::Parameters),
    (&["##", "Body", "parameters"], Heading::BodyParameters),
    (&["##", "Responses"], Heading::Responses),
    (&["#", "Path", "parameters"], Heading::PathParameters),
    (&["#", "Query", "parameters"], Heading::QueryParameters),
    (&["#", "Header", "parameters"], Heading::Unknown),
    (&["#", "Headers", "parameters"], Heading::Unknown),
    (&["#", "Cookie", "parameters"], Heading::Unknown),
    (&["###", "Body:"], Heading::Body),
    (&["####", "Body:"], Heading::ResponseBody),
    (&["####", "Body", "Parameters:"], Heading::ResponseBody),
    (&["####", "Headers"], Heading::Headers),
    (&["[Powered", "by", "Bump.sh](https://bump.sh)"], Heading::Footer),
];

impl<'p> Words<'p> {
    /// Splits a page at white space.
    pub(super) fn new(file: u32, page: &'p str) -> Self {
        let mut words = Vec::new();
        let mut start = None;
        let mut line = Some(0);
        for (at, letter) in page.char_indices().chain([(page.len(), ' ')]) {
            match (is_space(letter), start) {
                (false, None) => start = Some(at),
                (true, Some(begin)) => {
                    let indent = line.take().map(|line| begin - line);
                    words.extend(page.get(begin..at).map(|text| Word {
                        text,
                        start: begin,
                        indent,
                        fenced: false,
                    }));
                    start = None;
                }
                _ => {}
            }
            if letter == '\n' {
                line = Some(at + 1);
            }
        }
        mark_fences(&mut words);
        Self { file, words }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns the text of a word; empty after the last.
    pub(super) fn at(&self, index: usize) -> &'p str {
        self.words.get(index).map_or("", |word| word.text)
    }

    /// Returns the texts of a range of words.
    pub(super) fn texts(&self, from: usize, to: usize) -> Vec<&'p str> {
        self.words.get(from..to.min(self.len())).unwrap_or_default().iter().map(|word| word.text).collect()
    }

    /// Returns the span of a range of words.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let byte = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let end = |word: &Word<'_>| word.start + word.text.len();
        // After the end, use the last word.
        let from = from.min(self.len().saturating_sub(1));
        let start = self.words.get(from).map_or(0, |word| word.start);
        let last = self.words.get(to.clamp(from + 1, self.len().max(from + 1)) - 1).map_or(start, end);
        Span { file: self.file, start: byte(start), end: byte(last) }
    }

    /// Returns a range of words as a text. None if it is empty.
    pub(super) fn text(&self, from: usize, to: usize) -> Option<Text> {
        let words = self.texts(from, to);
        (!words.is_empty()).then(|| Text { text: words.join(" "), span: self.span(from, to) })
    }

    /// Returns the heading that begins at a word, and the index of the word after it.
    pub(super) fn heading(&self, index: usize) -> Option<(Heading, usize)> {
        if self.words.get(index)?.fenced {
            return None;
        }
        self.any_heading(index)
    }

    /// Returns the first fenced heading, and its number of words.
    pub(super) fn fenced_heading(&self) -> Option<(usize, usize)> {
        let fenced = self.words.iter().enumerate().filter(|(_, word)| word.fenced);
        fenced.map(|(index, _)| index).find_map(|index| Some((index, self.any_heading(index)?.1 - index)))
    }

    fn any_heading(&self, index: usize) -> Option<(Heading, usize)> {
        let marks = self.at(index);
        if !marks.starts_with('#') && marks != "[Powered" {
            return None;
        }
        if let Some(heading) = self.status(index) {
            return Some((heading, index + 2));
        }
        let fits = |words: &[&str]| {
            words.iter().enumerate().all(|(offset, word)| match *word {
                "#" => matches!(marks, "###" | "####"),
                word => self.at(index + offset) == word,
            })
        };
        let (words, heading) = HEADINGS.iter().find(|(words, _)| fits(words))?;
        Some((*heading, index + words.len()))
    }

    /// Returns the heading `### 404`, or `### 404:` of the older generation.
    fn status(&self, index: usize) -> Option<Heading> {
        let word = self.at(index + 1);
        let word = word.strip_suffix(':').unwrap_or(word);
        if self.at(index) != "###" || word.len() > 7 {
            return None;
        }
        let is_class = word.len() == 3
            && word.ends_with(['X', 'x'])
            && word.starts_with(|first: char| first.is_ascii_digit());
        match word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() == 3 {
            true => Some(Heading::Status),
            false => (word == "default" || is_class).then_some(Heading::Unknown),
        }
    }

    /// Returns the indentation of a word, if it is the first of its line.
    pub(super) fn indent(&self, index: usize) -> Option<usize> {
        self.words.get(index)?.indent
    }

    /// Whether a list item with a bold name begins at a word.
    pub(super) fn is_bold_item(&self, index: usize) -> bool {
        matches!(self.at(index), "-" | "*" | "+")
            && self.at(index + 1).starts_with("**")
            && self.words.get(index).is_some_and(|word| !word.fenced)
    }

    /// Returns the index of the name if a field `- **name**` may begin at a word.
    pub(super) fn bullet(&self, index: usize) -> Option<usize> {
        let word = self.words.get(index)?;
        (word.text == "-" && !word.fenced).then_some(index + 1)
    }
}

/// Whether a letter is white space for Unicode or Python, which tools may use to flatten a copy.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{1c}'..='\u{1f}' | '\u{feff}')
}

/// Marks words in fenced blocks. An unclosed fence, or one followed by another with a language, is ignored. A fence
/// opens at the beginning of a line, if the page has lines.
fn mark_fences(words: &mut [Word<'_>]) {
    let has_lines = words.iter().any(|word| word.text == "##" && word.indent.is_some());
    let mut open: Option<(usize, &str)> = None;
    let mut blocks = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let marker = ["```", "~~~"].into_iter().find(|marker| word.text.contains(marker));
        let Some(marker) = marker else { continue };
        let bare = word.text.chars().all(|letter| marker.starts_with(letter));
        let can_open = word.text.starts_with(marker) && (word.indent.is_some() || !has_lines);
        match open {
            Some((start, other)) if other == marker && (bare || word.text.ends_with(marker)) => {
                blocks.push(start..=index);
                open = None;
            }
            _ if can_open
                && (bare
                    || !word
                        .text
                        .trim_start_matches(|letter| marker.starts_with(letter))
                        .contains(marker)) =>
            {
                open = Some((index, marker));
            }
            _ => {}
        }
    }
    for block in blocks {
        words.get_mut(block).into_iter().flatten().for_each(|word| word.fenced = true);
    }
}
