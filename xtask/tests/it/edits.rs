//! 200 edits of generated files, one at a time: `codegen --check` finds each, and nothing once it is taken back.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::fs::{Permissions, read, remove_file, rename, set_permissions, write};
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;

const EDITS: usize = 200;

/// An edit of a file that has these bytes, at a place that the number picks.
type Edit = fn(&Path, &[u8], usize);

const KINDS: [(&str, Edit); 12] = [
    ("another byte", |file, old, at| {
        let place = at % old.len();
        let changed = old.iter().enumerate().map(|(here, byte)| if here == place { byte ^ 1 } else { *byte });
        write(file, changed.collect::<Vec<_>>()).unwrap();
    }),
    ("a byte more", |file, old, at| {
        let (before, after) = old.split_at(at % old.len());
        write(file, [before, b" ", after].concat()).unwrap();
    }),
    ("a byte less", |file, old, at| {
        let (before, after) = old.split_at(at % old.len());
        write(file, [before, after.get(1..).unwrap()].concat()).unwrap();
    }),
    ("the end cut off", |file, old, at| write(file, old.get(..at % old.len()).unwrap()).unwrap()),
    ("a line end more", |file, old, _| write(file, [old, b"\n"].concat()).unwrap()),
    ("a mark in front", |file, old, _| write(file, [b"\xef\xbb\xbf".as_slice(), old].concat()).unwrap()),
    ("line ends of another system", |file, old, _| {
        write(file, String::from_utf8_lossy(old).replace('\n', "\r\n")).unwrap();
    }),
    ("no bytes", |file, _, _| write(file, "").unwrap()),
    ("no file", |file, _, _| remove_file(file).unwrap()),
    ("another name", |file, _, _| rename(file, other(file)).unwrap()),
    ("a file more", |file, _, _| write(other(file), "// more\n").unwrap()),
    ("another mode", |file, _, _| set_mode(file, 0o755)),
];

/// A file that does not belong there, among the sources.
fn other(file: &Path) -> PathBuf {
    let crates = file.ancestors().find(|folder| folder.ends_with("generated-client")).unwrap();
    crates.join("sample/src/other.rs")
}

#[cfg(unix)]
fn set_mode(file: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    set_permissions(file, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn each_edit_is_found_without_false_alarm() {
    let workspace = Workspace::generated();
    let files: Vec<_> = workspace.files().into_keys().collect();
    let mut missed = Vec::new();
    for turn in 0..EDITS {
        let (name, edit) = KINDS[turn % KINDS.len()];
        let file = workspace.path("generated-client").join(&files[turn * 7 % files.len()]);
        let old = read(&file).unwrap();
        let mode = std::fs::metadata(&file).unwrap().permissions();
        edit(&file, &old, turn * 7919);
        if workspace.codegen(&["--check"]).status != 4 {
            missed.push(format!("{name} in {}", file.display()));
        }
        let _ = remove_file(other(&file));
        write(&file, &old).unwrap();
        set_permissions(&file, mode).unwrap();
        let run = workspace.codegen(&["--check"]);
        assert_eq!(run.status, 0, "a false alarm after {name} in {}: {}", file.display(), run.stderr);
    }
    assert_eq!(missed, Vec::<String>::new());
}
