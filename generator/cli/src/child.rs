//! Runs the generator in a child process.
//!
//! progenitor can panic, overflow its stack or use unbounded memory. So this program runs itself again, with limits on
//! memory and time, and exchanges JSON with the child.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use clientwright::{Input, Output, Reported};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::status::Status;

/// The hidden command.
pub const COMMAND: &str = "__generate";
/// The stack size of the generator's thread, in bytes.
const STACK: usize = 256 << 20;

/// The output format of a document.
#[derive(Clone, Copy, clap::ValueEnum, Serialize, Deserialize)]
pub enum Format {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

impl Format {
    /// Serializes a document.
    pub fn text(self, root: &serde_json::Value) -> Result<String> {
        Ok(match self {
            Self::Yaml => serde_yaml::to_string(root)?,
            Self::Json => serde_json::to_string_pretty(root)? + "\n",
        })
    }
}

/// The limits of the child.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Limits {
    /// Address space limit of the generator, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().max_memory)]
    max_memory: u64,
    /// Time limit of the generator, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().max_seconds)]
    max_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_memory: 4096, max_seconds: 300 }
    }
}

/// The request to the child.
#[derive(Serialize, Deserialize)]
struct Request<'r> {
    input: Cow<'r, Input>,
    what: What,
    /// The address space limit, in MiB.
    max_memory: u64,
}

/// The response of the child.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The generator's output.
    pub output: Output,
    /// The peak memory in MiB, if the system reports it.
    pub peak_memory: Option<u64>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum What {
    /// Generate code.
    Generate,
    /// List the operations.
    Operations,
    /// List the missing referenced files.
    MissingFiles,
    /// Print the merged document.
    Bundle(Format),
}

/// Generates in a child process.
///
/// # Errors
/// Fails if the child cannot be started, crashes, or exceeds a limit; the latter two are defects of the generator.
pub fn generate(input: &Input, limits: Limits) -> Result<Answer> {
    ask(input, limits, What::Generate)
}

/// Returns the operations of a document as `POST /path`, from a child process.
///
/// # Errors
/// Like [`generate`].
pub fn operations(input: &Input, limits: Limits) -> Result<Vec<String>> {
    ask(input, limits, What::Operations)
}

/// Returns the referenced files that were not passed in, from a child process.
///
/// # Errors
/// Like [`generate`].
pub fn missing_files(input: &Input, limits: Limits) -> Result<BTreeSet<String>> {
    ask(input, limits, What::MissingFiles)
}

/// Returns the text of the merged document, unless it is rejected, with its diagnostics, from a child process.
///
/// # Errors
/// Like [`generate`].
pub fn bundled(input: &Input, format: Format) -> Result<(Option<String>, Vec<Reported>)> {
    ask(input, Limits::default(), What::Bundle(format))
}

fn ask<T: DeserializeOwned>(input: &Input, limits: Limits, what: What) -> Result<T> {
    let program = std::env::current_exe().context("the path of this program is unknown")?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting the generator")?;
    let request = Request { input: Cow::Borrowed(input), what, max_memory: limits.max_memory };
    let request = serde_json::to_vec(&request)?;
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&request)));
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let status = wait(&mut child, Duration::from_secs(limits.max_seconds))?;
    let stdout = stdout.join().map_err(|_| anyhow!("reading from the generator"))?;
    let stderr = stderr.join().map_err(|_| anyhow!("reading from the generator"))?;
    drop(writer.join());
    if !status.success() {
        bail!(died(status, &input.origin, &String::from_utf8_lossy(&stderr)));
    }
    serde_json::from_slice(&stdout).context("the generator's output cannot be read")
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // On an error, report what was read so far.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        bytes
    })
}

fn wait(child: &mut Child, time: Duration) -> Result<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().context("waiting for the generator")? {
            return Ok(status);
        }
        if start.elapsed() > time {
            child.kill().context("ending the generator")?;
            child.wait()?;
            bail!(
                "the generator exceeded {} s and was stopped; this is a defect of the generator",
                time.as_secs()
            );
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn died(status: ExitStatus, origin: &str, stderr: &str) -> String {
    let last: Vec<_> = stderr.lines().filter(|line| !line.trim().is_empty()).take(6).collect();
    format!(
        "the generator crashed on {origin} ({status}); this is a defect, please report it with the document\n  {}",
        last.join("\n  ")
    )
}

/// Serves one request on stdin and stdout.
pub fn serve() -> Result<Status> {
    let mut request = Vec::new();
    std::io::stdin().read_to_end(&mut request).context("reading the request")?;
    let Request { input, what, max_memory } =
        serde_json::from_slice(&request).context("the request cannot be read")?;
    let bytes = max_memory.saturating_mul(1 << 20);
    // Systems without such a limit generate without it.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes);
    let input = input.into_owned();
    let mut stdout = std::io::stdout().lock();
    match what {
        What::Generate => {}
        What::Operations => {
            serde_json::to_writer(&mut stdout, &clientwright::operations(&input))?;
            return Ok(Status::Done);
        }
        What::MissingFiles => {
            serde_json::to_writer(&mut stdout, &clientwright::missing_files(&input))?;
            return Ok(Status::Done);
        }
        What::Bundle(format) => {
            let (root, diagnostics) = clientwright::bundled(&input);
            let text = root.map(|root| format.text(&root.to_json())).transpose()?;
            serde_json::to_writer(&mut stdout, &(text, diagnostics))?;
            return Ok(Status::Done);
        }
    }
    let thread =
        std::thread::Builder::new().stack_size(STACK).spawn(move || clientwright::generate(&input))?;
    let output = thread.join().map_err(|_| anyhow!("the generator panicked"))??;
    serde_json::to_writer(&mut stdout, &Answer { output, peak_memory: peak_memory() })?;
    Ok(Status::Done)
}

/// Returns the peak memory of this process in MiB, if the system reports it (Linux, `/proc/self/status`).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1024)
}
