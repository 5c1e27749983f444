//! Writes the rows of all tests of this folder into `docs/supported.md`.

use std::path::Path;

/// The groups, in the order of the table, and the files that their rows stand in.
const GROUPS: [(&str, &str); 10] = [
    ("Parameters", include_str!("parameters.rs")),
    ("Bodies", include_str!("bodies.rs")),
    ("Responses", include_str!("responses.rs")),
    ("Response headers", include_str!("headers.rs")),
    ("Error codes", include_str!("errors.rs")),
    ("Schemas", include_str!("schemas.rs")),
    ("Schemas of several parts", include_str!("unions.rs")),
    ("Security", include_str!("security.rs")),
    ("Servers", include_str!("servers.rs")),
    ("Pagination", include_str!("pages.rs")),
];
const BEGIN: &str = "<!-- support: written by tests/client/tests/it/support -->\n";
const END: &str = "<!-- end of support -->\n";

/// The row above each test: three cells.
fn rows(source: &str) -> Vec<[&str; 3]> {
    let lines: Vec<&str> = source.lines().collect();
    let tests = lines.windows(2).filter(|pair| pair[1] == "#[tokio::test]").map(|pair| pair[0]);
    tests
        .map(|row| {
            let cells: Vec<&str> = row.trim_start_matches("/// ").split(" | ").collect();
            let cells: [&str; 3] = cells.try_into().unwrap();
            assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "an empty cell: {row}");
            cells
        })
        .collect()
}

fn table() -> String {
    let mut text = String::new();
    for (name, source) in GROUPS {
        text.push_str(&format!("\n### {name}\n\n| construct | in Rust | on the wire |\n|---|---|---|\n"));
        for [construct, rust, wire] in rows(source) {
            text.push_str(&format!("| {construct} | {rust} | {wire} |\n"));
        }
    }
    text + "\n"
}

#[test]
fn supported_table_lists_every_test() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/supported.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let table = table();
    if found != table {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        panic!("docs/supported.md was out of date and has been rewritten; commit it");
    }
}
