//! A workspace in a temporary folder, with an API of one operation.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its folder has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const API: &str = include_str!("workspace/api.yaml");
const FRAGMENT: &str = include_str!("workspace/make-thing.yaml");
const CONFIG: &str = include_str!("workspace/codegen.toml");

/// The program, which takes the place of this package from its environment.
pub(crate) fn xtask() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
    command
}

pub(crate) struct Workspace(tempfile::TempDir);

/// What a command said, with the folder's path taken out.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    /// With a description, and nothing generated.
    pub(crate) fn new() -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        workspace.write("spec/sample/api.yaml", API);
        workspace.write("spec/sample/paths/make-thing.yaml", FRAGMENT);
        workspace.write("spec/sample/codegen.toml", CONFIG);
        std::fs::create_dir_all(workspace.path("generated-client")).unwrap();
        workspace
    }

    /// With everything generated.
    pub(crate) fn generated() -> Self {
        let workspace = Self::new();
        let run = workspace.codegen(&[]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        workspace
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    /// Changes a file. An edit that changes nothing is a mistake in the test.
    pub(crate) fn edit(&self, name: &str, edit: impl FnOnce(String) -> String) {
        let old = self.read(name);
        let new = edit(old.clone());
        assert_ne!(new, old, "the edit of {name} changes nothing");
        self.write(name, &new);
    }

    /// All files below the output folder, with their bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path("generated-client"), &mut files);
        files
    }

    /// Runs `cargo xtask codegen` here.
    pub(crate) fn codegen(&self, arguments: &[&str]) -> Run {
        self.run(&[&["codegen"], arguments].concat())
    }

    /// Runs a command of `cargo xtask` here.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = xtask().args(arguments).env("CARGO_MANIFEST_DIR", self.path("xtask")).output().unwrap();
        let folder = self.0.path().to_string_lossy().into_owned();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&folder, "<workspace>");
        Run {
            status: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, files),
            false => drop(files.insert(path.clone(), std::fs::read(&path).unwrap())),
        }
    }
}
