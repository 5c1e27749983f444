//! Processes that a test starts: the environment is read by processes, and a test must not write its own.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;

/// Variables that the client reads, and those with which reqwest would send loopback traffic to a proxy.
const SETTINGS: &[&str] = &[
    "EC_API_KEY",
    "EC_ENDPOINT",
    "EC_HOST",
    "EC_TIMEOUT",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
];

/// Set in the process that [`is_alone`] starts: the name of its test.
const ALONE: &str = "CLIENT_TESTS_ALONE";

/// A command that inherits no setting of the person who runs the tests.
pub fn without_settings(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for name in SETTINGS {
        command.env_remove(name);
    }
    command
}

/// This test program again, for one test of it: `module::test`.
///
/// # Panics
/// If the system does not tell the path of the program.
#[expect(clippy::unwrap_used, reason = "a test that cannot find its own program ends there")]
pub fn one_test(name: &str) -> Command {
    let mut command = without_settings(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture"]);
    command
}

/// Returns true in a process that runs only this test. Elsewhere it starts that process, which must pass.
///
/// A test that sets something for its whole process, such as a subscriber, begins with it.
///
/// # Panics
/// If the test fails in its process, or is not found there.
pub fn is_alone(name: &str) -> bool {
    if std::env::var(ALONE).is_ok_and(|alone| alone == name) {
        return true;
    }
    let output = one_test(name).env(ALONE, name).output();
    let passed = output.as_ref().is_ok_and(|output| {
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed")
    });
    assert!(passed, "{output:#?}");
    false
}

/// Builds an example of `elastic-cloud`, and asks cargo where it put it.
#[expect(clippy::unwrap_used, reason = "a test whose program cannot be built ends there")]
pub fn example(name: &str) -> PathBuf {
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--quiet", "--package", "elastic-cloud", "--example", name]);
    command.args(["--message-format", "json-render-diagnostics"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).unwrap();
    let mut executables = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    });
    executables.next_back().unwrap()
}

/// What a process said, and how it ended.
#[derive(Debug)]
pub struct Finished {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit status; none after a signal.
    pub code: Option<i32>,
}

impl Finished {
    /// Runs a command to its end while the test's server keeps serving.
    #[expect(clippy::unwrap_used, reason = "a test whose process cannot be started ends there")]
    pub async fn run(mut command: Command) -> Self {
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        Self {
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            code: output.status.code(),
        }
    }
}
