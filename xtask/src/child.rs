//! The generator in a process of its own.
//!
//! progenitor can panic, overflow its stack and eat memory without bound; none of that may be the end of this program,
//! or of the machine. So this program runs itself again, with a limit on memory and on time, and talks JSON with it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use clientwright::{Input, Output, Reported};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::bundle::Format;
use crate::status::Status;

/// The hidden command.
pub(crate) const COMMAND: &str = "__generate";
/// Stack of the thread that generates, in bytes.
const STACK: usize = 256 << 20;

/// What the child may take.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Limits {
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

/// What the child is asked for.
#[derive(Serialize, Deserialize)]
struct Request<'r> {
    input: Cow<'r, Input>,
    what: What,
    /// Address space, in MiB.
    max_memory: u64,
}

/// What the child answers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// What was generated.
    pub(crate) output: Output,
    /// The most memory that this took, in MiB, where the system tells.
    pub(crate) peak_memory: Option<u64>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum What {
    /// Code.
    Generate,
    /// The operations alone.
    Operations,
    /// Files that the documents refer to.
    Wanted,
    /// The text of the merged description.
    Bundle(Format),
}

/// Generates in a child.
///
/// # Errors
/// When the child cannot be started, dies, or takes too long: in each case a defect of the generator.
pub(crate) fn generate(input: &Input, limits: Limits) -> Result<Answer> {
    ask(input, limits, What::Generate)
}

/// The operations of a description, as `POST /path`, read in a child.
///
/// # Errors
/// As [`generate`].
pub(crate) fn operations(input: &Input, limits: Limits) -> Result<Vec<String>> {
    ask(input, limits, What::Operations)
}

/// The files that a description refers to and that it was not given, read in a child.
///
/// # Errors
/// As [`generate`].
pub(crate) fn wanted(input: &Input, limits: Limits) -> Result<BTreeSet<String>> {
    ask(input, limits, What::Wanted)
}

/// The text of the merged description, if it is one, and what there is to say about it, made in a child.
///
/// # Errors
/// As [`generate`].
pub(crate) fn bundled(input: &Input, format: Format) -> Result<(Option<String>, Vec<Reported>)> {
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
        // What could be read before an error is all there is to show.
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

/// What the child does.
pub(crate) fn serve() -> Result<Status> {
    let mut request = Vec::new();
    std::io::stdin().read_to_end(&mut request).context("reading the request")?;
    let Request { input, what, max_memory } =
        serde_json::from_slice(&request).context("the request cannot be read")?;
    let bytes = max_memory.saturating_mul(1 << 20);
    // A machine without such a limit generates all the same.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes);
    let input = input.into_owned();
    let mut stdout = std::io::stdout().lock();
    match what {
        What::Generate => {}
        What::Operations => {
            serde_json::to_writer(&mut stdout, &clientwright::operations(&input))?;
            return Ok(Status::Done);
        }
        What::Wanted => {
            serde_json::to_writer(&mut stdout, &clientwright::wanted(&input))?;
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

/// The most memory that this process has taken, in MiB, where the system tells (Linux, `/proc/self/status`).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1024)
}
