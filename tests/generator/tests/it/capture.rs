//! Reference pages to fragments: what is read, what is left open, what is rejected, and what of a fragment is kept.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper fails the test that calls it")]

use clientwright_capture::{Captured, check};
use generator_tests::pages::{all, captured, description, flat, request};

fn page(name: &str) -> String {
    all().unwrap().into_iter().find(|(known, _)| known == name).unwrap().1
}

/// The fragment that a page becomes.
fn fragment(text: &str) -> String {
    let captured = captured(description(&[]).unwrap(), text);
    let files = captured.files.unwrap_or_else(|| panic!("refused: {:?}", captured.diagnostics));
    files.into_iter().next().unwrap().new
}

/// What was noticed, a line each.
fn lines(captured: &Captured) -> String {
    let line = |reported: &clientwright::Reported| {
        let (diagnostic, location) = (&reported.diagnostic, &reported.location);
        let message = &diagnostic.message;
        format!("{}:{}:{} [{}] {message}\n", location.file, location.line, location.column, diagnostic.rule)
    };
    captured.diagnostics.iter().map(line).collect()
}

#[test]
fn each_page_becomes_the_fragment_that_was_reviewed() {
    for (name, text) in all().unwrap() {
        let captured = captured(description(&[]).unwrap(), &text);
        let made = captured.files.as_ref().unwrap().first().unwrap().new.clone();
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/pages"}, {
            insta::assert_snapshot!(name, format!("{made}---\n{}", lines(&captured)));
        });
    }
}

#[test]
fn white_space_says_nothing() {
    for (name, text) in all().unwrap() {
        assert_eq!(fragment(&text), fragment(&flat(&text)), "{name}");
        assert_eq!(fragment(&text), fragment(&text.replace('\n', "\r\n")), "{name}");
        assert_eq!(fragment(&text), fragment(&format!("<!-- a comment -->\n{text}")), "{name}");
    }
}

#[test]
fn captured_page_agrees_with_its_fragment() {
    for (name, text) in all().unwrap() {
        let made = fragment(&text);
        let again = description(&[("paths/made.yaml", &made)]).unwrap();
        let checked = check(&request(again.clone(), &text));
        assert_eq!((checked.differences, lines(&checked).as_str()), (0, ""), "{name}");
        let captured = captured(again, &text);
        assert_eq!(captured.files.unwrap(), [], "{name}");
    }
}

/// Refused, with these words at this place.
fn check_refusal(text: &str, place: &str, words: &str) {
    let captured = captured(description(&[]).unwrap(), text);
    assert_eq!(captured.files, None, "{text}");
    let lines = lines(&captured);
    assert!(lines.contains(&format!("page.md:{place} ")) && lines.contains(words), "{lines}");
}

#[test]
fn text_outside_the_grammar_is_rejected() {
    let page = page("empty-reply");
    check_refusal("", "1:1", "not a reference page");
    check_refusal(&page.replace("[Powered by Bump.sh](https://bump.sh)", ""), "22:14", "ends early");
    check_refusal(&page.replace("**DELETE", "**CONNECT"), "1:1", "no route");
    check_refusal(&page.replace("## Servers", "## Server"), "3:1", "`## Servers`");
    check_refusal(&page.replace("**ids** (string)", "**ids** (oneOf)"), "10:11", "is not a type");
    check_refusal(
        &page.replace("**ids** (string)", "**id** (string)"),
        "2:10",
        "does not describe the path parameter `ids`",
    );
    check_refusal(
        &page.replace("### Path parameters", "### Header parameters"),
        "9:1",
        "unknown to the grammar",
    );
    check_refusal(&page.replace("### 404", "### default"), "17:1", "unknown to the grammar");
    check_refusal(&page.replace("### 404", "### 200"), "17:1", "a second time");
    check_refusal(&page.replace("### 404", "### 999"), "17:1", "not an HTTP status");
    check_refusal(&page.replace("\nobject\n", "\n"), "15:1", "neither fields");
    check_refusal(&page.replace("CSV list", "- [...]"), "11:1", "omits fields");
    check_refusal(
        &page.replace("json (object)\n- ", "json, text/plain (object)\n- "),
        "21:12",
        "not one media type",
    );
    check_refusal(&page.replace("### 404", "### Body: a/b (object)\n### 404"), "17:1", "misplaced");
    check_refusal(&page.replace("Removed", "- **id** (string)"), "14:1", "no heading that tells");
    check_refusal(&page.replace("Removed", "```\nRemoved").replace("There is", "```"), "16:1", "code block");
    check_refusal(
        &flat(&page.replace("Removed", "a ``` b").replace("There is", "a ```")),
        "1:259",
        "code block",
    );
    let header = "- **x-error-codes** (string)";
    check_refusal(
        &page.replace(header, &format!("{header}\n- **X-Error-Codes** (string)")),
        "21:3",
        "a second time",
    );
    let long = format!("- **{}** (string)\n- **errors**", "x".repeat(1001));
    check_refusal(&page.replace("- **errors**", &long), "22:3", "exceeds YAML's limit");
    check_refusal(
        &page.replace("/things/", &format!("/{}/", "x".repeat(1001))),
        "2:10",
        "exceeds YAML's limit",
    );
    for server in ["javascript://a.b", "https://user:secret@a.b", "ftp://a.b", "https:///v1"] {
        check_refusal(
            &page.replace(": https://api.example.com/v1 ()", &format!(": {server} ()")),
            "7:31",
            "not an address",
        );
    }
}

/// What is noted under a rule, with its line.
fn notes(text: &str, rule: &str) -> Vec<(usize, String)> {
    let captured = captured(description(&[]).unwrap(), text);
    assert!(captured.files.is_some(), "{}", lines(&captured));
    let found = captured.diagnostics.into_iter().filter(|reported| reported.diagnostic.rule == rule);
    found.map(|reported| (reported.location.line, reported.diagnostic.message)).collect()
}

#[test]
fn bold_item_that_is_not_a_field_is_reported() {
    let items = "- **errors** (array[object])\n- **two words** (string)\n* **star** (string)\n- **joined**(string)\n- **bare** of a type";
    let page = page("empty-reply").replace("- **errors** (array[object])", items);
    let noted = |text: &str| notes(text, "prose").into_iter().map(|(line, _)| line).collect::<Vec<_>>();
    assert_eq!(noted(&page), [23, 24, 25, 26]);
    assert_eq!(noted(&flat(&page)), [1; 4]);
    assert_eq!(noted(&page.replace("Removed", "Removed\n- **Note** well")), [15, 24, 25, 26, 27]);
}

#[test]
fn indented_field_is_reported() {
    let items = "- **errors** (array[object])\n  Such as:\n  - **code** (string)\n- **last** (string)";
    let page = page("empty-reply").replace("- **errors** (array[object])", items);
    let noted = notes(&page, "indented");
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert!(
        noted.first().is_some_and(|(line, message)| *line == 24 && message.starts_with("`code`")),
        "{noted:?}"
    );
    assert_eq!(notes(&flat(&page), "indented"), []);
}

#[test]
fn code_mark_within_a_line_hides_nothing() {
    let text = page("empty-reply");
    let marked = text.replace("Removed", "Use ``` to open").replace("There is", "Not ``` there is");
    let made = fragment(&marked);
    assert!(made.contains("\"200\":") && made.contains("\"404\":"), "{made}");
}

#[test]
fn words_around_error_codes_are_noted() {
    let text = "Before. * One. (code: `a.b`) * Two. (code: `a.c`) * Again. (code: `a.b`) After all.";
    let page = page("empty-reply").replace("There is none. (code: `thing.not_found`)", text);
    let made = fragment(&page);
    assert!(made.contains("* One. (code: `a.b`)\n            * Two. (code: `a.c`)\n"), "{made}");
    let noted: Vec<_> = notes(&page, "left-out-words")
        .into_iter()
        .map(|(line, message)| format!("{line} {message}"))
        .collect();
    assert_eq!(noted.len(), 3, "{noted:?}");
    for words in ["\"Before.\"", "\"Again. (a.b)\"", "\"After all\""] {
        assert!(
            noted.iter().any(|note| note.starts_with("18 ") && note.contains(words)),
            "{words}: {noted:?}"
        );
    }
}

#[test]
fn field_may_be_named_like_a_merge_key() {
    let page = page("empty-reply").replace("- **errors**", "- **<<** (string)\n- **errors**");
    let made = fragment(&page);
    assert!(made.contains("\"<<\":"), "{made}");
    let again = description(&[("paths/made.yaml", &made)]).unwrap();
    assert_eq!(check(&request(again, &page)).differences, 0);
}

const FRAGMENT: &str = "\
# By hand, from the page and from experience.
paths:
  /things/{ids}:
    delete:
      operationId: remove-things
      summary: Remove things   # kept
      x-provenance:
        - source: Remove things
          sha256: old
      parameters:
        # Several, with commas.
        - { name: ids, in: path, required: true, schema: { type: array, items: { type: string } } }
      responses:
        \"200\":
          description: They are gone.
          content:
            application/json:
              schema: { type: object, additionalProperties: false } # nothing
        \"404\":
          description: \"There is none of them. (code: `thing.not_found`)\"
          headers:
            x-error-codes:
              schema:
                type: string
                enum: # in the page's order
                  - thing.not_found
          content:
            application/json:
              schema:
                $ref: \"#/components/schemas/Failure\"
";

/// What a re-capture changes, as a diff.
fn recaptured(text: &str) -> String {
    let captured = captured(description(&[("paths/x.yaml", FRAGMENT)]).unwrap(), text);
    let files = captured.files.unwrap_or_else(|| panic!("{:?}", captured.diagnostics));
    let [file] = files.as_slice() else { return "nothing changes\n".to_owned() };
    let changed =
        similar::TextDiff::from_lines(FRAGMENT, &file.new).unified_diff().context_radius(1).to_string();
    format!("{changed}left: {} of {}\n", captured.left, captured.differences)
}

#[test]
fn enrichment_is_not_a_disagreement() {
    assert_eq!(recaptured(&page("empty-reply")), "nothing changes\n");
}

#[test]
fn recapture_changes_only_what_differs() {
    let page = page("empty-reply");
    let cases = [
        page.replace(
            "(code: `thing.not_found`)",
            "(code: `thing.not_found`) It is locked. (code: `thing.locked`)",
        ),
        page.replace("(code: `thing.not_found`)", "(code: `thing.lost`)"),
        page.replace("### 404", "### 409\nIn use.\n### 404"),
        page.replace("### 404", "### 410"),
        page.replace("## Responses", "### Query parameters\n- **force** (boolean)\n## Responses"),
        page.replace("- **x-error-codes** (string)", "- **x-error-codes** (string)\n- **x-wait** (integer)"),
        page.replace("- **errors** (array[object])", "- **errors** (array[object])\n- **trace** (string)"),
        page.replace("## Responses", "### Body: application/json (object)\n- **why** (string)\n## Responses"),
        page.replace("json (object)\nobject", "json (array[string])"),
    ];
    let diffs: Vec<_> = cases.iter().map(|page| recaptured(page)).collect();
    insta::assert_snapshot!(diffs.join("\n"));
}

#[test]
fn edited_file_keeps_its_line_ends() {
    let page = page("empty-reply").replace(
        "(code: `thing.not_found`)",
        "(code: `thing.not_found`) It is locked. (code: `thing.locked`)",
    );
    let edited = |fragment: &str, page: &str| {
        let files = captured(description(&[("paths/x.yaml", fragment)]).unwrap(), page).files;
        files.unwrap().into_iter().next().unwrap().new
    };
    for page in [page.clone(), page.replace("### 404", "### 409\nIn use.\n### 404")] {
        let plain = edited(FRAGMENT, &page);
        assert_ne!(plain, FRAGMENT);
        assert_eq!(edited(&FRAGMENT.replace('\n', "\r\n"), &page), plain.replace('\n', "\r\n"));
    }
}

#[test]
fn check_names_both_locations() {
    let page = page("empty-reply").replace("(code: `thing.not_found`)", "(code: `thing.lost`)");
    let checked = check(&request(description(&[("paths/x.yaml", FRAGMENT)]).unwrap(), &page));
    assert_eq!((checked.differences, checked.files.unwrap().len()), (1, 0));
    let [reported] = checked.diagnostics.as_slice() else { panic!("not one finding") };
    assert_eq!(reported.location.line, 18);
    assert_eq!(
        reported.related_locations[0].pointer,
        "/paths/~1things~1{ids}/delete/responses/404/headers/x-error-codes/schema/enum"
    );
}
