//! Reference pages to fragments: what is read, what is left open, what is refused, and what of a fragment is kept.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper fails the test that calls it")]

use generator::capture::{Captured, check};
use generator_tests::pages::{all, captured, description, flat, request};

fn page(name: &str) -> String {
    all().unwrap().into_iter().find(|(known, _)| known == name).unwrap().1
}

/// The fragment that a page becomes.
fn fragment(text: &str) -> String {
    let captured = captured(description(&[]).unwrap(), text);
    let files = captured.files.unwrap_or_else(|| panic!("refused: {:?}", captured.findings));
    files.into_iter().next().unwrap().new
}

/// What was noticed, a line each.
fn lines(captured: &Captured) -> String {
    let line = |reported: &generator::Reported| {
        let (finding, location) = (&reported.finding, &reported.location);
        let message = &finding.message;
        format!("{}:{}:{} [{}] {message}\n", location.file, location.line, location.column, finding.rule)
    };
    captured.findings.iter().map(line).collect()
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
fn a_page_agrees_with_what_was_captured_from_it() {
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
fn what_is_outside_of_the_grammar_is_refused_at_its_place() {
    let page = page("empty-reply");
    check_refusal("", "1:1", "no reference page");
    check_refusal(&page.replace("[Powered by Bump.sh](https://bump.sh)", ""), "22:14", "ends early");
    check_refusal(&page.replace("**DELETE", "**CONNECT"), "1:1", "no route");
    check_refusal(&page.replace("## Servers", "## Server"), "3:1", "`## Servers`");
    check_refusal(&page.replace("**ids** (string)", "**ids** (oneOf)"), "10:11", "no type of the grammar");
    check_refusal(
        &page.replace("**ids** (string)", "**id** (string)"),
        "2:10",
        "does not describe the path parameter `ids`",
    );
    check_refusal(
        &page.replace("### Path parameters", "### Header parameters"),
        "9:1",
        "outside of the grammar",
    );
    check_refusal(&page.replace("### 404", "### default"), "17:1", "outside of the grammar");
    check_refusal(&page.replace("### 404", "### 200"), "17:1", "a second time");
    check_refusal(&page.replace("### 404", "### 999"), "17:1", "no status");
    check_refusal(&page.replace("\nobject\n", "\n"), "15:1", "neither fields");
    check_refusal(&page.replace("CSV list", "- [...]"), "11:1", "leaves fields out");
    check_refusal(
        &page.replace("json (object)\n- ", "json, text/plain (object)\n- "),
        "21:12",
        "not one media type",
    );
    check_refusal(&page.replace("### 404", "### Body: a/b (object)\n### 404"), "17:1", "out of place");
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
    let files = captured.files.unwrap_or_else(|| panic!("{:?}", captured.findings));
    let [file] = files.as_slice() else { return "nothing changes\n".to_owned() };
    let changed =
        similar::TextDiff::from_lines(FRAGMENT, &file.new).unified_diff().context_radius(1).to_string();
    format!("{changed}left: {} of {}\n", captured.left, captured.differences)
}

#[test]
fn enrichment_is_no_disagreement() {
    assert_eq!(recaptured(&page("empty-reply")), "nothing changes\n");
}

#[test]
fn a_recapture_changes_what_differs_and_nothing_else() {
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
fn an_edited_file_keeps_its_line_ends() {
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
fn a_check_names_both_places() {
    let page = page("empty-reply").replace("(code: `thing.not_found`)", "(code: `thing.lost`)");
    let checked = check(&request(description(&[("paths/x.yaml", FRAGMENT)]).unwrap(), &page));
    assert_eq!((checked.differences, checked.files.unwrap().len()), (1, 0));
    let [reported] = checked.findings.as_slice() else { panic!("not one finding") };
    assert_eq!(reported.location.line, 18);
    assert_eq!(
        reported.related_locations[0].pointer,
        "/paths/~1things~1{ids}/delete/responses/404/headers/x-error-codes/schema/enum"
    );
}
