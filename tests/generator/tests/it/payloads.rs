//! What a document says stays data: with text in it that would be code, markup or a manifest's line, the same code
//! comes out as with harmless text in its place.
//!
//! No list of dangerous words decides it. Both outputs are read again from their text; literals are blanked, names are
//! taken for one another, and what is left must be the same: tokens, keys of manifests, blocks of code in the docs.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use clientwright::Output;
use generator_tests::spec;
use proc_macro2::{TokenStream, TokenTree};

/// Every kind of text that reaches the output stands in here as `@name@`.
const DOCUMENT: &str = include_str!("payloads.json");

const PAYLOADS: [&str; 24] = [
    "*/ fn evil() {} /*",
    "\"); evil(); (\"",
    "\"#); evil(); (r#\"",
    "\n```\nevil();\n```\n",
    "\n~~~\nevil();\n~~~\n",
    "\n```rust\nevil();",
    "\n> ```\n> evil();\n> ```\n",
    "\n- ```\n  evil();\n  ```\n",
    "\n\n    evil();\n\n",
    "\n\n\tevil();\n\n",
    "\r\rfn evil() {}",
    "\u{2028}\u{2029}\u{85}\u{b}\u{c}evil",
    "\u{202e}\u{2066}evil",
    "\0",
    "]\n#![evil]",
    "{evil}{0}{}{{",
    "\\\" \\u{0} \\x \\",
    "\"\n[dependencies]\nevil = \"1\"\n#",
    "'''\n[lib]\nproc-macro = true\n'''",
    "<script>evil()</script>",
    "[evil](crate::evil) [`evil`] [evil]",
    "$evil $(evil)* #{evil}",
    "r#evil b\"\\xff\" 'a 'evil'",
    "../../evil",
];

/// The places of the document, and the document with a text in one of them.
fn places() -> BTreeSet<&'static str> {
    DOCUMENT.split('@').skip(1).step_by(2).collect()
}

fn filled(place: &str, text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    let within_json = quoted.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
    let mut document = String::new();
    for (turn, part) in DOCUMENT.split('@').enumerate() {
        match turn % 2 {
            0 => document.push_str(part),
            _ if part == place => write!(document, "a{within_json}").unwrap(),
            _ => document.push_str(part),
        }
    }
    document
}

fn generated(text: &str) -> Output {
    clientwright::generate(&spec::document(text)).unwrap()
}

/// What an output is made of, but for the words in it.
fn bones(output: &Output) -> Option<BTreeMap<String, String>> {
    let files = output.files.as_ref()?;
    let mut bones = BTreeMap::new();
    // A file may be named after something in the document.
    for (place, (path, text)) in files.iter().enumerate() {
        let ending = path.rsplit('.').next().unwrap_or_default();
        let of = match ending {
            "rs" => format!("{}\n{}", tokens(text), blocks(text).join("\n")),
            "toml" => keys(&text.parse::<toml::Table>().unwrap().into()),
            _ => String::new(),
        };
        assert!(!path.contains("..") && !path.starts_with('/'), "{path}");
        bones.insert(format!("{place} {ending}"), of);
    }
    Some(bones)
}

/// The tokens of a file without its docs: names, literals and signs, and no comma, which a longer line may have at its end.
fn tokens(text: &str) -> String {
    let mut shape = String::new();
    blank(text.parse().unwrap(), &mut shape);
    shape
}

fn blank(stream: TokenStream, shape: &mut String) {
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                // `#![doc = ".."]` and `#[doc = ".."]` are prose.
                let is_inner = matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '!');
                let bang = is_inner.then(|| tokens.next());
                let is_doc = matches!(tokens.peek(), Some(TokenTree::Group(group))
                    if group.stream().to_string().starts_with("doc = "));
                if is_doc {
                    tokens.next();
                } else {
                    shape.push_str(if bang.is_some() { "#!" } else { "#" });
                }
            }
            TokenTree::Punct(sign) if sign.as_char() == ',' => {}
            TokenTree::Punct(sign) => shape.push(sign.as_char()),
            TokenTree::Literal(_) => shape.push_str(" L "),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let is_word = syn::parse_str::<syn::Ident>(&name).is_err();
                shape.push_str(if is_word { &name } else { " I " });
            }
            TokenTree::Group(group) => {
                write!(shape, "{:?}(", group.delimiter()).unwrap();
                blank(group.stream(), shape);
                shape.push(')');
            }
        }
    }
}

/// The openings of blocks of code in a file's docs that rustdoc would run.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut fence: Option<String> = None;
    let mut was_blank = true;
    for line in text.lines().map(str::trim_start) {
        let Some(prose) = line.strip_prefix("//!").or_else(|| line.strip_prefix("///")) else {
            (fence, was_blank) = (None, true);
            continue;
        };
        let inner = prose.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let mark: String = inner.chars().take_while(|letter| matches!(letter, '`' | '~')).collect();
        match &fence {
            Some(open) if mark.len() >= open.len() && inner.trim() == mark => fence = None,
            Some(_) => {}
            None if mark.len() >= 3 => {
                let word = inner.trim_start_matches(['`', '~']).trim();
                blocks.extend((word != "text").then(|| format!("```{word}")));
                fence = Some(mark);
            }
            None if was_blank
                && (prose.starts_with("     ") || prose.trim_start_matches(' ').starts_with('\t')) =>
            {
                blocks.push("indented".to_owned());
            }
            None => {}
        }
        was_blank = prose.trim().is_empty();
    }
    blocks
}

fn keys(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let inside: Vec<_> = table
                .iter()
                .map(|(key, value)| {
                    format!("{}: {}", if is_feature(key, value) { "name" } else { key }, keys(value))
                })
                .collect();
            format!("{{{}}}", inside.join(" "))
        }
        toml::Value::Array(items) => format!("[{}]", items.iter().map(keys).collect::<String>()),
        _ => "value".to_owned(),
    }
}

/// A feature is named after a tag: a plain word that switches on others.
fn is_feature(key: &str, value: &toml::Value) -> bool {
    key.starts_with('a')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        && value.is_array()
}

#[test]
fn planted_code_is_found() {
    assert_eq!(tokens("/// a\nfn a() { b(\"c\") }"), tokens("/// d\n/// e\nfn f() { g(\"h\",) }"));
    for planted in
        ["fn a() { b(\"\"); evil() }", "#[evil] fn a() { b(\"c\") }", "#![evil] fn a() { b(\"c\") }"]
    {
        assert_ne!(tokens("fn a() { b(\"c\") }"), tokens(planted), "{planted}");
    }
    for planted in
        ["/// ```\n/// evil();\n/// ```", "//! > ~~~\n//! > evil();", "///\n///     evil();", "/// - ```rust"]
    {
        assert_eq!(blocks(planted).len(), 1, "{planted}");
    }
    assert_eq!(blocks("/// ```text\n/// ```\n/// prose\nfn a() {}").len(), 0);
    let keys = |text: &str| keys(&text.parse::<toml::Table>().unwrap().into());
    assert_ne!(keys("[package]\nname = 'a'"), keys("[package]\nname = 'a'\n[lib]\nproc-macro = true"));
}

#[test]
fn text_of_a_document_stays_data() {
    let (mut compared, mut rejected, mut wrong) = (0, Vec::new(), Vec::new());
    for place in places() {
        let twin = bones(&generated(&filled(place, "x"))).unwrap_or_else(|| panic!("{place} takes no text"));
        // A path of a server that no URL can have is left out, and so is this one.
        let without = (place == "server path").then(|| bones(&generated(&filled(place, "{x}")))).flatten();
        // In a path, a brace begins a parameter and a `#` ends the route.
        let says_nothing = |payload: &&str| place != "path" || !payload.contains(['#', '{']);
        for payload in PAYLOADS.into_iter().filter(says_nothing) {
            let output = generated(&filled(place, payload));
            match bones(&output) {
                Some(bones) if bones == twin || Some(&bones) == without.as_ref() => compared += 1,
                Some(bones) => {
                    let differs = twin.iter().find(|(path, text)| bones.get(*path) != Some(*text));
                    wrong.push(format!("{place} {payload:?} {:?}", differs.map(|(path, _)| path)));
                }
                None => rejected.push(format!("{place} {payload:?}")),
            }
        }
    }
    println!("{compared} compared, {} rejected", rejected.len());
    assert!(wrong.is_empty(), "{} of {compared}: {wrong:#?}", wrong.len());
    // A path or a server of that kind may be rejected. Nothing else is.
    assert!(compared > 9 * rejected.len(), "{compared} compared; rejected: {rejected:#?}");
}
