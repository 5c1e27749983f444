//! Many callers for a long time: `cargo bench -p client-bench --bench load`.
//!
//! 256 tasks call one operation through the generated client, and then by hand with reqwest, in turns of half a second, until
//! each side has had `SECONDS` (60 by default): a machine that others use, too, is as slow for the one as for the other. Then
//! the client alone goes on for `SOAK` seconds (600 by default) while its resident memory is looked at. The server is a
//! process of its own, so the memory is the client's. What counts is the ratio of the two sides, that nothing fails, and
//! that memory stays where it is after a tenth of the time.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use client_bench::{is_whole, request, response};
use elastic_cloud::models::{OrganizationInvitationRequest, OrganizationInvitations};
use elastic_cloud::{Client, Credential};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

const CALLERS: usize = 256;
const TURN: Duration = Duration::from_millis(500);
/// How often memory is looked at.
const SAMPLE: Duration = Duration::from_secs(5);

fn main() {
    let tokio = Runtime::new().unwrap();
    if std::env::var_os("LOAD_SERVER").is_some() {
        return tokio.block_on(serve());
    }
    let seconds = |name: &str, default| {
        Duration::from_secs(std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default))
    };
    let (time, soak) = (seconds("SECONDS", 60), seconds("SOAK", 600));
    let server = Server::start();
    let ours = Arc::new(Ours::new(&server.base));
    let by_hand = Arc::new(ByHand::new(&server.base));
    let (mut first, mut second) = (Tally::default(), Tally::default());
    for round in 0..time.as_millis().div_ceil(TURN.as_millis()) {
        // Neither is always the one that finds the machine as the other left it.
        if round % 2 == 0 {
            first.add(&tokio.block_on(turn(&ours, TURN)));
        }
        second.add(&tokio.block_on(turn(&by_hand, TURN)));
        if round % 2 == 1 {
            first.add(&tokio.block_on(turn(&ours, TURN)));
        }
    }
    println!("client   {}", first.line());
    println!("by hand  {}", second.line());
    println!("ratio    {:.3} of the calls by hand", first.rate() / second.rate());
    // Its idle connections would be closed, and their memory be given back, while the client's is looked at.
    drop(by_hand);
    if !soak.is_zero() {
        let (tally, memory) = tokio.block_on(soaked(&ours, soak));
        println!("soak     {}", tally.line());
        let (low, high) =
            memory.iter().fold((f64::MAX, 0.0_f64), |(low, high), now| (low.min(*now), high.max(*now)));
        let spread = 100.0 * (high - low) / low;
        println!("memory   {low:.1} to {high:.1} MiB after a tenth of the time, {spread:.1} % apart");
        let ends = (memory.first().copied().unwrap_or_default(), memory.last().copied().unwrap_or_default());
        println!("         {:.1} MiB then, {:.1} MiB at the end", ends.0, ends.1);
    }
}

/// One way to make the call.
trait Caller: Send + Sync + 'static {
    fn call(&self) -> impl Future<Output = bool> + Send;
}

struct Ours(Client, OrganizationInvitationRequest);

impl Ours {
    fn new(base: &str) -> Self {
        let builder = Client::builder().base_url(base).credential(Credential::api_key("key"));
        Self(builder.build().unwrap(), request())
    }
}

impl Caller for Ours {
    async fn call(&self) -> bool {
        let response = self.0.create_organization_invitations("testorg", &self.1).await;
        response.is_ok_and(|response| response.body().invitations.len() == 1)
    }
}

/// What a person would write for this one call, with a key that is known when the program runs. It sends the same bytes.
struct ByHand(reqwest::Client, String, OrganizationInvitationRequest, HeaderValue);

impl ByHand {
    fn new(base: &str) -> Self {
        let http = reqwest::Client::builder().user_agent("elastic-cloud/0.1.0");
        let http = http.timeout(Duration::from_secs(60)).no_proxy().build().unwrap();
        let mut key = HeaderValue::try_from(format!("ApiKey {}", "key")).unwrap();
        key.set_sensitive(true);
        Self(http, format!("{base}/api/v1/organizations/testorg/invitations"), request(), key)
    }
}

impl Caller for ByHand {
    async fn call(&self) -> bool {
        let request = self.0.post(&self.1).header(AUTHORIZATION, self.3.clone());
        let request = request.header(ACCEPT, "application/json").json(&self.2);
        let Ok(response) = request.send().await else { return false };
        if response.status() != 201 {
            return false;
        }
        let response = response.json::<OrganizationInvitations>().await;
        response.is_ok_and(|response| response.invitations.len() == 1)
    }
}

#[derive(Default)]
struct Tally {
    calls: u64,
    failed: u64,
    time: Duration,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.failed += other.failed;
        self.time += other.time;
    }

    fn rate(&self) -> f64 {
        // Far fewer than 2^52 calls.
        #[expect(clippy::cast_precision_loss, reason = "a count of calls is small")]
        let calls = self.calls as f64;
        calls / self.time.as_secs_f64()
    }

    fn line(&self) -> String {
        format!("{} calls, {} failed, {:.0} a second", self.calls, self.failed, self.rate())
    }
}

/// All callers at once, for a time.
async fn turn<C: Caller>(caller: &Arc<C>, time: Duration) -> Tally {
    let (calls, failed) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let begin = Instant::now();
    let tasks = (0..CALLERS).map(|_| {
        let (caller, calls, failed) = (caller.clone(), calls.clone(), failed.clone());
        tokio::spawn(async move {
            while begin.elapsed() < time {
                calls.fetch_add(1, Ordering::Relaxed);
                if !caller.call().await {
                    failed.fetch_add(1, Ordering::Relaxed);
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let (calls, failed) = (calls.load(Ordering::Relaxed), failed.load(Ordering::Relaxed));
    Tally { calls, failed, time: begin.elapsed() }
}

/// The client for a long time, and its memory every five seconds after a tenth of it.
async fn soaked<C: Caller>(caller: &Arc<C>, time: Duration) -> (Tally, Vec<f64>) {
    let samples = async {
        let begin = Instant::now();
        let mut samples = Vec::new();
        while begin.elapsed() + SAMPLE < time {
            tokio::time::sleep(SAMPLE).await;
            samples.extend((begin.elapsed() > time / 10).then(resident));
        }
        samples
    };
    tokio::join!(turn(caller, time), samples)
}

/// Resident memory in MiB, as Linux counts it; elsewhere nothing is known.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1024.0
}

/// This program again, as the server.
struct Server {
    process: Child,
    base: String,
}

impl Server {
    fn start() -> Self {
        let program = std::env::current_exe().unwrap();
        let mut process =
            Command::new(program).env("LOAD_SERVER", "1").stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, base: format!("http://{}", line.trim()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream));
    }
}

async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let response = response();
    let mut received = Vec::new();
    while stream.read_buf(&mut received).await? > 0 {
        if is_whole(&received) {
            received.clear();
            stream.write_all(response.as_bytes()).await?;
        }
    }
    Ok(())
}
