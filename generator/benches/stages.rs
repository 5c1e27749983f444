//! Each stage, and the whole, on the Elastic Cloud API of `spec/`: `cargo bench -p clientwright`.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]

use std::path::{Path, PathBuf};

use clientwright::config::Config;
use clientwright::document::{Node, SourceFile};
use clientwright::ir::Api;
use clientwright::load::{bundle, parse};
use clientwright::validate::rules;
use clientwright::{Arrangement, Input, Layout, config, emit, engine, generate, render, resolve};
use divan::Bencher;

fn main() {
    divan::main();
}

fn input() -> Input {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/elastic-cloud");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder.join("paths")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &Path| SourceFile {
        path: path.to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).unwrap(),
    };
    let documents = std::iter::once(folder.join("api.yaml")).chain(paths);
    Input {
        origin: "spec/elastic-cloud".to_owned(),
        documents: documents.map(|path| read(&path)).collect(),
        config: Some(read(&folder.join("codegen.toml"))),
        deny_warnings: true,
        ..Input::default()
    }
}

fn trees(input: &Input) -> Vec<Node> {
    let read = |(file, document)| parse::read(file, document, &mut Vec::new()).unwrap();
    (0..).zip(&input.documents).map(read).collect()
}

fn settings(input: &Input) -> Config {
    config::read(0, input.config.as_ref().unwrap(), None, &mut Vec::new()).unwrap()
}

fn api(input: &Input) -> Api {
    let root = bundle::bundle(trees(input), &mut Vec::new()).unwrap();
    resolve::resolve(&root, &settings(input), None, "elastic-cloud", &mut Vec::new()).api
}

#[divan::bench]
fn s1_parse(bencher: Bencher) {
    let input = input();
    bencher.bench(|| trees(&input));
}

#[divan::bench]
fn s2_bundle(bencher: Bencher) {
    let input = input();
    bencher.with_inputs(|| trees(&input)).bench_values(|trees| bundle::bundle(trees, &mut Vec::new()));
}

#[divan::bench]
fn s3_check(bencher: Bencher) {
    let input = input();
    let root = bundle::bundle(trees(&input), &mut Vec::new()).unwrap();
    let settings = settings(&input);
    bencher.bench(|| rules::check(&root, &settings, false, &mut Vec::new()));
}

#[divan::bench]
fn s4_resolve(bencher: Bencher) {
    let input = input();
    let root = bundle::bundle(trees(&input), &mut Vec::new()).unwrap();
    let settings = settings(&input);
    bencher.bench(|| resolve::resolve(&root, &settings, None, "elastic-cloud", &mut Vec::new()));
}

#[divan::bench]
fn s5_engine(bencher: Bencher) {
    let api = api(&input());
    bencher.bench_local(|| engine::run(&api).unwrap());
}

#[divan::bench]
fn s6_emit(bencher: Bencher) {
    let api = api(&input());
    let items = engine::run(&api).unwrap();
    bencher.with_inputs(|| items.clone()).bench_local_values(|items| emit::emit(items, &api).unwrap());
}

#[divan::bench]
fn s7_render(bencher: Bencher) {
    let input = input();
    let arrangement = Arrangement { layout: Layout::Workspace, models_only: false };
    let api = api(&input);
    let crates = emit::emit(engine::run(&api).unwrap(), &api).unwrap();
    bencher
        .with_inputs(|| crates.clone())
        .bench_local_values(|crates| render::render(crates, &api, &input, arrangement).unwrap());
}

/// All of them, and the report.
#[divan::bench]
fn whole(bencher: Bencher) {
    let input = input();
    bencher.bench(|| generate(&input).unwrap());
}
