//! The project can be checked out and built on Windows and macOS: no file name depends on case, is reserved or is long, and what
//! differs between platforms is in a few places.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the checkout fails")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The longest path below the checkout, so that it has at most 200 characters in a usual folder.
const LONGEST: usize = 150;
/// Device names of Windows.
const DEVICES: [&str; 8] = ["aux", "con", "nul", "prn", "com1", "com2", "lpt1", "lpt2"];
/// Folders and files that may ask for the platform.
const PLATFORM: [&str; 10] = [
    "generated-client/runtime/src/platform",
    "generated-client/runtime/src/platform.rs",
    // A body from a file, and calls without async, do not exist in a browser.
    "generated-client/runtime/src/request/body.rs",
    "generated-client/runtime/src/lib.rs",
    // The generated crates re-export the latter.
    "generator/src/emit/client/client_struct.rs",
    "generated-client/elastic-cloud/src/lib.rs",
    "generated-client/wire/src/lib.rs",
    // A condition of the runtime, in a test.
    "generator/src/render/module/conditions.rs",
    // Whether a file is executable.
    "generator/cli/src/plan.rs",
    "generator/assets",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All files of the checkout, below it, with slashes.
fn files() -> Vec<String> {
    let root = root();
    let mut found = Vec::new();
    let mut todo = vec![root.clone()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            match path.is_dir() {
                true if ["target", ".git", "vendor"].contains(&name.as_str()) => {}
                true => todo.push(path),
                false => found.push(name),
            }
        }
    }
    found
}

#[test]
fn file_name_is_valid_on_every_system() {
    let mut wrong = Vec::new();
    for path in files() {
        let is_reserved = |part: &str| {
            let stem = part.split('.').next().unwrap_or_default().to_lowercase();
            DEVICES.contains(&stem.as_str())
                || part.ends_with(['.', ' '])
                || part.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
        };
        if path.len() > LONGEST || path.split('/').any(is_reserved) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn file_names_differ_by_more_than_case() {
    let mut by_lower: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files() {
        by_lower.entry(path.to_lowercase()).or_default().push(path);
    }
    by_lower.retain(|_, paths| paths.len() > 1);
    assert!(by_lower.is_empty(), "{by_lower:?}");
}

#[test]
fn platform_is_asked_in_few_places() {
    let words = ["cfg(unix", "cfg(not(unix", "cfg(windows", "target_os", "target_arch", "target_family"];
    let sources = files().into_iter().filter(|path| {
        let is_product =
            ["generator/", "generated-client/", "xtask/src/"].iter().any(|folder| path.starts_with(folder));
        let is_test = path.contains("/tests/");
        is_product && !is_test && path.ends_with(".rs")
    });
    let asks = |path: &String| {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
        words.iter().any(|word| code.contains(word))
    };
    let is_listed = |path: &String| PLATFORM.iter().any(|known| path.starts_with(known));
    let wrong: Vec<String> = sources.filter(asks).filter(|path| !is_listed(path)).collect();
    assert!(wrong.is_empty(), "these files ask for the platform:\n{}", wrong.join("\n"));
}

#[test]
fn copied_code_has_no_let_chains() {
    // The layout `module` copies it into crates of edition 2021.
    let copied = ["generator/inlineable/src/", "generated-client/runtime/src/"];
    let sources = files().into_iter().filter(|path| copied.iter().any(|folder| path.starts_with(folder)));
    let has_chain = |path: &String| {
        let text = std::fs::read_to_string(root().join(path)).unwrap();
        let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.any(|line| line.contains("&& let "))
    };
    let wrong: Vec<String> = sources.filter(has_chain).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Crates that compile C, or look for a C library.
const NEEDS_C: [&str; 3] = ["cc", "cmake", "pkg-config"];

/// The packages that a package is built from.
fn built_from(arguments: &[&str]) -> Vec<String> {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{lib}"])
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|name| name.replace('_', "-")).collect()
}

#[test]
fn client_without_tls_needs_no_c_compiler() {
    let without_tls = "--features=http2,gzip,brotli,tracing,blocking";
    for arguments in [
        ["--package=clientwright-runtime", "--no-default-features", without_tls].as_slice(),
        ["--package=clientwright-cli"].as_slice(),
    ] {
        let packages = built_from(arguments);
        let found: Vec<_> = packages.iter().filter(|name| NEEDS_C.contains(&name.as_str())).collect();
        assert!(packages.len() > 20 && found.is_empty(), "{arguments:?}: {found:?}");
    }
    let default = built_from(&["--package=clientwright-runtime"]);
    assert!(default.iter().any(|name| name == "cc"), "TLS is expected to need one: say so if it does not");
}
