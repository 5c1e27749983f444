//! A server on loopback that counts connections and keeps requests.

#![expect(
    clippy::unwrap_used,
    reason = "a test's server that cannot listen or lock ends the test, with a backtrace"
)]

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::request::Request;
use crate::response::{After, TestResponse};

/// Plain HTTP/1.1 over plain TCP, for as long as the value lives.
pub struct Server {
    address: SocketAddr,
    peers: watch::Receiver<Vec<SocketAddr>>,
    requests: Arc<Mutex<Vec<Request>>>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Gives every request the same response.
    pub async fn responding(response: TestResponse) -> Self {
        Self::start(Script { responses: vec![response], resets: false }).await
    }

    /// Gives each request the next response, and the last one to all that follow.
    pub async fn scripted(responses: impl IntoIterator<Item = TestResponse>) -> Self {
        Self::start(Script { responses: responses.into_iter().collect(), resets: false }).await
    }

    /// Accepts connections and tears each down before a byte is read.
    pub async fn resetting() -> Self {
        Self::start(Script { responses: Vec::new(), resets: true }).await
    }

    /// The address of a port of loopback at which no one listens.
    pub async fn gone() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    /// Where it listens, without a path.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port, which is another in every run.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests so far, whole ones only.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// How many connections were made before this question.
    ///
    /// It connects too: connections are accepted in the order in which they were made, so once its own is there, every
    /// earlier one has been counted, and zero means none.
    pub async fn connections(&self) -> usize {
        let probe = TcpStream::connect(self.address).await.unwrap();
        let own = probe.local_addr().unwrap();
        let mut peers = self.peers.clone();
        let peers = peers.wait_for(|peers| peers.contains(&own)).await.unwrap();
        peers.iter().take_while(|peer| **peer != own).count()
    }

    async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (counted, peers) = watch::channel(Vec::new());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let accepting = tokio::spawn(accept(listener, counted, Arc::new(script), requests.clone()));
        Self { address, peers, requests, accepting }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

struct Script {
    responses: Vec<TestResponse>,
    resets: bool,
}

async fn accept(
    listener: TcpListener,
    counted: watch::Sender<Vec<SocketAddr>>,
    script: Arc<Script>,
    requests: Arc<Mutex<Vec<Request>>>,
) {
    while let Ok((stream, peer)) = listener.accept().await {
        counted.send_modify(|peers| peers.push(peer));
        // A client that hangs up in the middle is what some tests are about.
        tokio::spawn(serve(stream, script.clone(), requests.clone()));
    }
}

async fn write(stream: &mut TcpStream, response: &TestResponse) -> io::Result<()> {
    let bytes = response.bytes();
    let Some(between) = response.drip else {
        stream.write_all(&bytes).await?;
        for _ in 1..response.times {
            stream.write_all(response.whole_body()).await?;
        }
        return stream.flush().await;
    };
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let (head, body) = bytes.split_at(head);
    stream.write_all(head).await?;
    for byte in body.chunks(1) {
        tokio::time::sleep(between).await;
        stream.write_all(byte).await?;
    }
    Ok(())
}

async fn serve(
    mut stream: TcpStream,
    script: Arc<Script>,
    requests: Arc<Mutex<Vec<Request>>>,
) -> io::Result<()> {
    if script.resets {
        return stream.set_zero_linger();
    }
    while let Some(request) = Request::read(&mut stream).await? {
        let number = {
            let mut requests = requests.lock().unwrap();
            requests.push(request);
            requests.len()
        };
        let Some(response) = script.responses.get(number - 1).or(script.responses.last()) else { break };
        write(&mut stream, response).await?;
        match response.after {
            After::Keep => {}
            After::Close => break,
            After::Reset => return stream.set_zero_linger(),
            After::Hold => std::future::pending().await,
        }
    }
    Ok(())
}
