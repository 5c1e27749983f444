//! What a capture does to a description that is there: nothing is lost, nothing that others use is changed, nothing is changed
//! twice, and what it cannot fix is said.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper fails the test that calls it")]

use clientwright::Input;
use clientwright::document::SourceFile;
use clientwright_capture::{Captured, Provenance, check};
use generator_tests::pages::{captured, description, request};

/// A page about `POST /boxes` with these parts.
fn page(parts: &str) -> String {
    format!(
        "# Pack **POST /boxes** Packs.\n## Servers\n- a: https://api.example.com/v1 ()\n{parts}\n[Powered by Bump.sh](https://bump.sh)\n"
    )
}

const JSON: &str = "#### Body: application/json (object)";

/// What is captured first, by this page.
fn made(parts: &str) -> String {
    let captured = captured(description(&[]).unwrap(), &page(parts));
    let files = captured.files.unwrap_or_else(|| panic!("{:?}", captured.diagnostics));
    files.into_iter().next().unwrap().new
}

fn with(fragment: &str) -> Input {
    description(&[("paths/pack.yaml", fragment)]).unwrap()
}

fn overlaid(fragment: &str, overlay: &str) -> Input {
    let mut input = with(fragment);
    input.overlays.push(SourceFile { path: "overlays/ours.yaml".to_owned(), text: overlay.to_owned() });
    input
}

fn messages(captured: &Captured) -> Vec<String> {
    let diagnostics = captured.diagnostics.iter().map(|reported| &reported.diagnostic);
    diagnostics.map(|diagnostic| format!("[{}] {}", diagnostic.rule, diagnostic.message)).collect()
}

/// The fragment after another capture, which a third does not change.
fn again(input: &Input, parts: &str) -> (String, Captured) {
    let text = page(parts);
    let second = captured(input.clone(), &text);
    let Some(files) = &second.files else { panic!("{:?}", messages(&second)) };
    let mut input = input.clone();
    for file in files {
        input
            .documents
            .iter_mut()
            .filter(|known| known.path == file.path)
            .for_each(|known| known.text = file.new.clone());
    }
    assert_eq!(check(&request(input.clone(), &text)).differences, second.left);
    let third = captured(input.clone(), &text);
    assert_eq!((third.files.as_deref(), third.left), (Some([].as_slice()), second.left));
    (input.documents.into_iter().next_back().unwrap().text, second)
}

#[test]
fn everything_that_is_new_is_written() {
    let old = made(&format!(
        "## Responses\n### 200\nFine.\n#### Headers\n- **x-a** (string)\n{JSON}\n- **id** (string)\n### 202\nLater."
    ));
    let new = format!(
        "## Parameters\n### Query parameters\n- **q1** (string)\n- **q2** (integer)\n## Responses\n### 200\nFine.\n#### Headers\n\
         - **x-b** (string)\n{JSON}\n- **r1** (string)\n- **r2** (string)\n- **r3** (string)\n### 202\nLater.\n#### Headers\n- **x-c** (string)\n- **x-d** (string)"
    );
    let (text, second) = again(&with(&old), &new);
    assert_eq!((second.differences, second.left), (10, 0), "{:?}", messages(&second));
    for name in ["name: q1", "name: q2", "x-b:", "x-c:", "x-d:", "r1:", "r2:", "r3:"] {
        assert!(text.contains(name), "{name} is not in {text}");
    }
    assert!(!text.contains("x-a:") && !text.contains(" id:"), "{text}");
}

#[test]
fn fields_go_into_a_schema_that_had_none() {
    let old = "paths:\n  /boxes:\n    post:\n      operationId: pack\n      x-provenance: []\n      responses:\n        \"200\":\n          description: Fine.\n          content:\n            application/json:\n              schema: {type: object, description: Free form.}\n";
    let (text, _) = again(
        &with(old),
        &format!("## Responses\n### 200\nFine.\n{JSON}\n- **r1** (string)\n- **r2** (string)"),
    );
    assert!(text.contains("r1:") && text.contains("r2:") && text.contains("Free form."), "{text}");
}

#[test]
fn part_made_by_an_overlay_is_kept_and_named() {
    let parts = "## Parameters\n### Query parameters\n- **q1** (string)\n- **q2** (string)\n## Responses\n### 200\nFine.\n### 404\nGone.";
    let overlay = "overlay: 1.0.0\nactions:\n  - {target: '$.paths[\"/boxes\"].post.parameters[?@.name==\"q1\"]', remove: true}\n  - {target: '$.paths[\"/boxes\"].post.responses[\"404\"]', remove: true}\n  - {target: '$.paths[\"/boxes\"].post.parameters', update: {name: q9, in: query, schema: {type: string}}}\n";
    let input = overlaid(&made(parts), overlay);
    let (text, second) = again(&input, parts);
    assert_eq!((second.differences, second.left, text), (3, 3, made(parts)));
    let named = |captured: &Captured| {
        let diagnostics =
            captured.diagnostics.iter().filter(|reported| reported.diagnostic.rule == "disagrees");
        diagnostics
            .filter(|reported| {
                reported.diagnostic.help.iter().any(|help| help.contains("overlays/ours.yaml"))
            })
            .count()
    };
    assert_eq!(named(&second), 3);
    assert_eq!(named(&check(&request(input.clone(), &page(parts)))), 3);
    // Beside them, the fragment is edited.
    let (text, third) = again(&input, &parts.replace("### 404", "### 409\nFull.\n### 404"));
    assert_eq!((third.differences, third.left), (4, 3));
    assert!(text.contains("\"409\":") && !text.contains("q9"), "{text}");
}

const SHARED: &str = "\
paths:
  /boxes:
    parameters:
      - {name: q, in: query, schema: {type: string}}
    get:
      operationId: look
      x-provenance: []
      responses:
        \"200\": {description: x, content: {application/json: {schema: {$ref: \"#/components/schemas/Box\"}}}}
    post:
      operationId: pack
      x-provenance: []
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: \"#/components/schemas/Box\"}
      responses:
        \"200\":
          description: Fine.
          content:
            application/json:
              schema: {$ref: \"#/components/schemas/Reply\"}
components:
  schemas:
    Box:
      type: object
      properties:
        a: {type: string}
    Reply:
      type: object
      properties:
        r: {type: string}
";

#[test]
fn part_used_elsewhere_is_kept() {
    let parts = format!(
        "## Parameters\n### Query parameters\n- **q** (integer)\n### Body: application/json (object)\n- **b** (string)\n## Responses\n### 200\nFine.\n{JSON}\n- **s** (string)"
    );
    let (text, second) = again(&with(SHARED), &parts);
    // The response's schema is reached once; the body's and the path item's parameter serve the other operation, too.
    assert_eq!((second.differences, second.left), (5, 3), "{:?}", messages(&second));
    assert!(text.contains("a: {type: string}") && text.contains("schema: {type: string}}"), "{text}");
    assert!(text.contains("        s:") && !text.contains(" r: "), "{text}");
}

#[test]
fn changed_type_keeps_its_own_additions() {
    let parts = format!(
        "## Responses\n### 200\nFine.\n{JSON}\n- **n** (integer)\n- **l** (array[string])\n- **s** (string)"
    );
    let old = made(&parts).replace(
        "                    type: integer\n",
        "                    type: integer # kept\n                    description: Ours.\n                    minimum: 1\n",
    );
    let new = parts
        .replace("(integer)", "(integer(int64) | null)")
        .replace("(array[string])", "(array[string(uuid)])")
        .replace("(string)", "(object)")
        .replace("json (object)", "merge+json (object)");
    let (text, second) = again(&with(&old), &new);
    assert_eq!(second.left, 0);
    insta::assert_snapshot!(
        similar::TextDiff::from_lines(&old, &text).unified_diff().context_radius(2).to_string()
    );
}

const CODES: &str = "## Responses\n### 400\n* One. (code: `a.b`) * Two. (code: `a.c`)\n#### Headers\n- **x-error-codes** (string)";

#[test]
fn removed_code_takes_its_bullet() {
    let old = made(CODES)
        .replace("* One. (code: `a.b`)", "* One in words\n              of ours. (code: `a.b`)")
        .replace("* Two. (code: `a.c`)", "* Two in words\n              of ours. (code: `a.c`)");
    let three = CODES.replace("(code: `a.c`)", "(code: `a.c`) * Three. (code: `a.d`)");
    let (text, _) = again(&with(&old), &three);
    assert!(
        text.contains("* Two in words\n              of ours. (code: `a.c`)\n            * Three."),
        "{text}"
    );
    let (text, _) = again(&with(&old), &CODES.replace("* Two. (code: `a.c`)", ""));
    assert!(text.contains("One in words of ours. (code: `a.b`)") && !text.contains("Two"), "{text}");
    // None of them is left: the page's words take their place.
    let (text, second) =
        again(&with(&old), &CODES.replace("* One. (code: `a.b`) * Two. (code: `a.c`)", "Wrong."));
    assert!(text.contains("description: Wrong.") && !text.contains("enum:"), "{text}");
    assert!(messages(&second).iter().any(|message| message.starts_with("[words]")));
}

#[test]
fn sentence_with_several_codes_is_kept() {
    let old = made(CODES);
    let start = old.find("          description: |-").unwrap();
    let end = old.find("          headers:").unwrap();
    let old = format!(
        "{}          description: \"One or two. (code: `a.b`) (code: `a.c`)\"\n{}",
        &old[..start],
        &old[end..]
    );
    let (text, second) = again(&with(&old), &CODES.replace("* Two. (code: `a.c`)", ""));
    assert_eq!((second.differences, second.left, text), (1, 1, old));
}

#[test]
fn date_of_an_older_copy_is_replaced() {
    let copy = |hash: &str, day: Option<&str>, url: Option<&str>, input: Input, parts: &str| {
        let provenance = Provenance {
            url: url.map(str::to_owned),
            retrieved: day.map(str::to_owned),
            sha256: hash.to_owned(),
        };
        let captured = clientwright_capture::capture(&clientwright_capture::Request {
            provenance,
            ..request(input, &page(parts))
        });
        let noted = messages(&captured).iter().any(|message| message.starts_with("[open-date]"));
        (captured.files.unwrap().pop().unwrap().new, noted)
    };
    let (parts, more) = ("## Responses\n### 200\nFine.", "## Responses\n### 200\nFine.\n### 404\nGone.");
    let url = Some("https://docs.example.com/pack.md");
    let (first, noted) = copy("aaa1", Some("2026-01-01"), url, description(&[]).unwrap(), parts);
    assert!(first.contains("2026-01-01") && !noted);
    let (second, noted) = copy("aaa2", None, None, with(&first), more);
    assert!(second.contains("aaa2") && !second.contains("retrieved") && noted, "{second}");
    assert_eq!(second.matches("sha256").count(), 1);
    let (third, noted) = copy("aaa3", Some("2026-02-02"), None, with(&second), parts);
    assert!(third.contains("2026-02-02") && third.matches("source:").count() == 1 && !noted, "{third}");
}

#[test]
fn path_with_renamed_variable_is_the_same() {
    let first = made("## Responses\n### 200\nFine.").replace("/boxes", "/boxes/{box_id}").replace(
        "      responses:",
        "      parameters:\n        - {name: box_id, in: path, required: true, schema: {type: string}}\n      responses:",
    );
    let other = page("## Parameters\n### Path parameters\n- **id** (string)\n## Responses\n### 200\nFine.")
        .replace("/boxes", "/boxes/{id}");
    let found = check(&request(with(&first), &other));
    assert_eq!((found.differences, messages(&found).len()), (1, 1), "{:?}", messages(&found));
    assert!(messages(&found).first().unwrap().contains("the path is `/boxes/{id}` on the page"));
    let twin = first.replace("box_id", "id").replace("operationId: pack", "operationId: again");
    let (api, diagnostics) =
        clientwright::described(&description(&[("paths/a.yaml", &first), ("paths/b.yaml", &twin)]).unwrap());
    assert!(
        api.is_none() && diagnostics.iter().any(|reported| reported.diagnostic.rule == "same-path"),
        "{diagnostics:?}"
    );
}

#[test]
fn check_compares_null_media_types_and_server() {
    let parts = format!(
        "## Parameters\n### Query parameters\n- **q** (string | integer | null)\n## Responses\n### 200\nFine.\n{JSON}\n- **o** (object | null)"
    );
    let old = made(&parts);
    let differs = |fragment: String, words: &str| {
        assert_ne!(fragment, old, "{words}");
        let checked = check(&request(with(&fragment), &page(&parts)));
        assert_eq!(checked.differences, 1, "{:?}", messages(&checked));
        assert!(messages(&checked).first().unwrap().contains(words), "{:?}", messages(&checked));
    };
    let null = "            nullable: true\n";
    differs(old.replacen(null, "", 1), "`q` is `string | integer | null`");
    let more = "          content:\n            text/plain: {schema: {type: string}}\n";
    differs(old.replace("          content:\n", more), "the fragment has the media type text/plain");
    let servers = "      servers:\n        - {url: \"https://else.example.com\"}\n        - {url: \"https://api.example.com/v1\"}\n      parameters:\n";
    differs(old.replace("      parameters:\n", servers), "but https://else.example.com in the fragment");
}

#[test]
fn empty_list_of_required_fields_is_removed() {
    let parts = format!("## Responses\n### 200\nFine.\n{JSON}\n- **a** (string)");
    let old = made(&parts)
        .replace("                properties:", "                required: [a]\n                properties:");
    let (text, _) = again(&with(&old), &parts.replace("**a**", "**b**"));
    assert!(!text.contains("required") && text.contains(" b:"), "{text}");
}
