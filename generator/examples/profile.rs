//! Stage timings of one document: `cargo run --release -p openapi-client-generator --example profile -- FILE`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a measuring tool")]
use std::time::Instant;

use generator::*;

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(&path).unwrap();
    let file = source::SourceFile { path, text };
    let mut findings = Vec::new();
    let config = config::Config::default();
    let t = Instant::now();
    let lap = |t: &mut Instant, name: &str| {
        eprintln!("{name:>10} {:8.1} ms", t.elapsed().as_secs_f64() * 1e3);
        *t = Instant::now();
    };
    let mut t = t;
    let tree = source::read(0, &file, &mut findings).unwrap();
    lap(&mut t, "source");
    let root = bundle::bundle(vec![tree], &mut findings).unwrap();
    lap(&mut t, "bundle");
    let root = import::import(root, &mut findings);
    lap(&mut t, "import");
    check::check(&root, &config, &mut findings);
    lap(&mut t, "check");
    let api = describe::describe(&root, &config, "x", &mut findings);
    lap(&mut t, "describe");
    eprintln!(
        "{} schemas, {} operations, {} findings",
        api.schemas.len(),
        api.operations.len(),
        findings.len()
    );
    let lowered = lower::lower(&api);
    lap(&mut t, "lower");
    let made = engine::run(&lowered.document, &lowered.replaced).unwrap();
    lap(&mut t, "engine");
    let crates = refine::refine(made, &lowered.types, &api);
    lap(&mut t, "refine");
    let files = render::render(crates, &api, "x").unwrap();
    lap(&mut t, "render");
    eprintln!("{} files", files.len());
}
