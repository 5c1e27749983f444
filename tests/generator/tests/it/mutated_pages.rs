//! Pages with lines dropped, doubled and swapped, and cut anywhere: each is rejected, or gives a fragment that bundles.

#![expect(clippy::indexing_slicing, reason = "a helper fails the test that calls it")]

use generator_tests::numbers::Numbers;
use generator_tests::pages::{all, captured, description, flat};

/// How many of each page.
const MUTATIONS: u64 = 700;

fn mutated(text: &str, numbers: &mut Numbers) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for _ in 0..=numbers.below(3) {
        let (one, other) = (numbers.below(lines.len()), numbers.below(lines.len()));
        match numbers.below(4) {
            0 if lines.len() > 1 => drop(lines.remove(one)),
            1 => lines.insert(other, lines[one]),
            2 => lines.swap(one, other),
            _ => {
                let line = lines[one];
                let end = line.char_indices().map(|(at, _)| at).nth(numbers.below(line.len())).unwrap_or(0);
                lines[one] = &line[..end];
            }
        }
    }
    lines.join("\n")
}

#[test]
fn mutated_page_is_rejected_or_bundles() {
    let (mut refused, mut captures) = (0, 0);
    for (name, page) in all().unwrap() {
        let mut numbers = Numbers::new();
        for turn in 0..MUTATIONS {
            let text = mutated(&page, &mut numbers);
            let captured_one = captured(description(&[]).unwrap(), &text);
            let Some(files) = captured_one.files else {
                let placed =
                    captured_one.diagnostics.iter().any(|reported| reported.location.file == "page.md");
                assert!(
                    placed,
                    "{name} {turn}: refused without a place: {:?}\n{text}",
                    captured_one.diagnostics
                );
                refused += 1;
                continue;
            };
            captures += 1;
            let fragments: Vec<_> =
                files.iter().map(|file| (file.path.as_str(), file.new.as_str())).collect();
            let input = description(&fragments).unwrap();
            let (root, diagnostics) = clientwright::bundled(&input);
            assert!(root.is_some() && diagnostics.is_empty(), "{name} {turn}: {diagnostics:?}\n{text}");
            let flattened = captured(description(&[]).unwrap(), &flat(&text)).files.unwrap();
            assert_eq!(flattened, files, "{name} {turn}\n{text}");
        }
    }
    assert!(refused > 200 && captures > 200, "{refused} refused, {captures} captured");
}

#[test]
fn page_is_read_in_linear_time() {
    let parts = [
        "- **a** (string) ",
        "## Responses ",
        "`",
        "```json ",
        "- **a** (optional) ",
        "(",
        "array[",
        "### 200 ",
        "- ",
    ];
    let head = "# T **GET /x** ## Servers - https://a.b: https://a.b () ## Parameters ### Query parameters ";
    for part in parts {
        let text = format!("{head}{}", part.repeat(900_000 / part.len()));
        let begin = std::time::Instant::now();
        assert_eq!(captured(description(&[]).unwrap(), &text).files, None, "{part}");
        assert!(begin.elapsed().as_secs() < 20, "{part} took {:?}", begin.elapsed());
    }
    // Notes have their place drawn, one by one.
    let whole = "[Powered by Bump.sh](https://bump.sh)";
    let head = "# T **GET /x** ## Servers - https://api.example.com/v1: https://api.example.com/v1 () ## Responses ### 200 Fine.";
    for part in ["- **a** (x) ", "* **b** y "] {
        let text = format!("{head} {}{whole}", part.repeat(600_000 / part.len()));
        let begin = std::time::Instant::now();
        let notes = captured(description(&[]).unwrap(), &text).diagnostics;
        assert!(notes.len() < 200 && begin.elapsed().as_secs() < 20, "{part} took {:?}", begin.elapsed());
        assert!(notes.iter().any(|note| {
            note.diagnostic.help.iter().any(|help| help.contains("more of these are not shown"))
        }));
    }
    let codes: String = (0..30_000).map(|code| format!("* m (code: `a{code}.b`) ")).collect();
    let text = format!("{head} ### 400 {codes} #### Headers - **x-error-codes** (string) {whole}");
    let begin = std::time::Instant::now();
    assert!(captured(description(&[]).unwrap(), &text).files.is_some());
    assert!(begin.elapsed().as_secs() < 20, "codes took {:?}", begin.elapsed());
    let long = "x".repeat(clientwright_capture::page::MAX_BYTES + 1);
    assert_eq!(captured(description(&[]).unwrap(), &long).files, None);
}
