//! The commands that only print, and the command as a command of cargo.

use std::process::Command;

use crate::folder::Folder;

#[test]
fn completions_and_man_pages_are_printed() {
    let folder = Folder::new();
    for (arguments, expected) in [
        (&["completions", "bash"][..], "--keep-going"),
        (&["completions", "zsh"], "#compdef clientwright"),
        (&["completions", "fish"], "complete -c clientwright"),
        (&["man"], ".TH clientwright"),
        (&["man", "generate"], "keep\\-going"),
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stdout.contains(expected), "{arguments:?}: {}", run.stdout);
        assert!(!run.stdout.contains("__generate "), "{arguments:?} offers the hidden command");
    }
    assert_eq!(folder.run(&["man", "nothing"]).status, 1);
}

#[cfg(unix)]
#[test]
fn completions_are_valid_bash() {
    let folder = Folder::new();
    folder.write("completions", &folder.run(&["completions", "bash"]).stdout);
    let bash = Command::new("bash").arg("-n").arg(folder.path("completions")).output().unwrap();
    assert!(bash.status.success(), "{}", String::from_utf8_lossy(&bash.stderr));
}

#[test]
fn command_runs_as_a_command_of_cargo() {
    let folder = Folder::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-clientwright"));
    command.args(["clientwright", "generate", "--spec", "api.yaml", "--out", "out", "--name", "sample"]);
    let output = command.current_dir(folder.path("project")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.path("project/out/sample/src/lib.rs").exists());
}
