//! The generator in a process of its own.
//!
//! progenitor can panic, overflow its stack and eat memory without bound; none of that may be the end of this program,
//! or of the machine. So this program runs itself again, with a limit on memory and on time, and talks JSON with it.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use generator::{Input, Output};
use serde::{Deserialize, Serialize};

use crate::status::Status;

/// The hidden command.
pub(crate) const COMMAND: &str = "__generate";
/// Address space of the child, in bytes.
const MEMORY: u64 = 4 << 30;
/// Stack of the thread that generates, in bytes.
const STACK: usize = 256 << 20;
/// Time of the child.
const TIME: Duration = Duration::from_secs(300);

/// What the child answers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// What was generated.
    pub(crate) output: Output,
    /// The most memory that this took, in MiB, where the system tells.
    pub(crate) peak_memory: Option<u64>,
}

/// Generates in a child.
///
/// # Errors
/// When the child cannot be started, dies, or takes too long: in each case a defect of the generator.
pub(crate) fn generate(input: &Input) -> Result<Answer> {
    let program = std::env::current_exe().context("this program does not know where it is")?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting the generator")?;
    let request = serde_json::to_vec(input)?;
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&request)));
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let status = wait(&mut child)?;
    let stdout = stdout.join().map_err(|_| anyhow!("reading from the generator"))?;
    let stderr = stderr.join().map_err(|_| anyhow!("reading from the generator"))?;
    drop(writer.join());
    if !status.success() {
        bail!(died(status, &input.origin, &String::from_utf8_lossy(&stderr)));
    }
    serde_json::from_slice(&stdout).context("the generator's answer cannot be read")
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could be read before an error is all there is to show.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        bytes
    })
}

fn wait(child: &mut Child) -> Result<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().context("waiting for the generator")? {
            return Ok(status);
        }
        if start.elapsed() > TIME {
            child.kill().context("ending the generator")?;
            child.wait()?;
            bail!(
                "the generator took more than {} s and was ended; this is a defect of the generator",
                TIME.as_secs()
            );
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn died(status: ExitStatus, origin: &str, stderr: &str) -> String {
    let last: Vec<_> = stderr.lines().filter(|line| !line.trim().is_empty()).take(6).collect();
    format!(
        "the generator died on {origin} ({status}); this is a defect of the generator, please report it with the \
         description\n  {}",
        last.join("\n  ")
    )
}

/// What the child does.
pub(crate) fn serve() -> Result<Status> {
    // A machine without such a limit generates all the same.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY);
    let mut request = Vec::new();
    std::io::stdin().read_to_end(&mut request).context("reading the request")?;
    let input: Input = serde_json::from_slice(&request).context("the request cannot be read")?;
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || generator::generate(&input))?;
    let output = thread.join().map_err(|_| anyhow!("the generator panicked"))??;
    serde_json::to_writer(std::io::stdout().lock(), &Answer { output, peak_memory: peak_memory() })?;
    Ok(Status::Done)
}

/// The most memory that this process has taken, in MiB, where the system tells (Linux, `/proc/self/status`).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1024)
}
