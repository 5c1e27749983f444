//! A temporary folder, in which the command runs.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its folder has failed")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Sample, version: '1'}
servers: [{url: https://api.example.com}]
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200': {description: All., content: {application/json: {schema: {type: array, items: {type: string}}}}}
";

/// The result of a command.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// Creates a folder with the document `api.yaml`.
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("project/api.yaml", DOCUMENT);
        folder
    }

    /// Creates a folder with a document and a project file.
    pub(crate) fn with(settings: &str) -> Self {
        let folder = Self::new();
        folder.write("project/clientwright.toml", settings);
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the command in the folder `project`.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("project", arguments, "")
    }

    /// Runs the command in a folder, with a standard input.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str], stdin: &str) -> Run {
        finish(self.command(folder, arguments), stdin)
    }

    /// Runs the command on another day, in seconds since 1970.
    pub(crate) fn run_on(&self, seconds: &str, arguments: &[&str]) -> Run {
        let mut command = self.command("project", arguments);
        command.env("SOURCE_DATE_EPOCH", seconds);
        finish(command, "")
    }

    fn command(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clientwright"));
        command.args(arguments).current_dir(self.path(folder)).env_remove("CARGO_MANIFEST_DIR");
        command
    }

    /// Returns all files with their texts.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(self.0.path(), "", &mut files);
        files
    }
}

fn finish(mut command: Command, stdin: &str) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read it may have ended.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_string_lossy());
        match path.is_dir() && !path.is_symlink() {
            true => collect(&path, &format!("{name}/"), files),
            false => drop(files.insert(name, std::fs::read_to_string(&path).unwrap_or_default())),
        }
    }
}
