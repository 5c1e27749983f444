#!/usr/bin/env python3
"""Generates clients from descriptions of real servers and calls a scripted server through them.

Usage: servers.py XTASK FOLDER

Shown is that a base URL that is an origin reaches the path that each description's server has, that a base URL with a path
replaces it, and that a client without credentials can call a server that runs without authentication. The descriptions are
taken as they are: no overlay, no settings.
"""

import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Each description, and the tags that are called: nothing else is compiled.
DOCUMENTS = {
    "docker.yaml": ["system"],
    "jupyter.yaml": ["sessions", "status"],
    "pdns.yaml": ["servers"],
    "prefect.json": ["root"],
    "wiremock.json": ["stub-mappings", "system"],
}

# What the program calls, in its order: the request line, the header `x-api-key`, and the reply.
EXPECTED = [
    ("GET /v1.41/version", None, {}),
    ("GET /v1.41/_ping", None, "OK"),
    ("GET /other/version", None, {}),
    ("GET /version", None, {}),
    ("GET /api/status", None, {}),
    ("GET /api/sessions", None, []),
    ("GET /api/v1/servers", "secret", []),
    ("GET /api/v1/servers", None, []),
    ("GET /api/v1/servers", None, []),
    ("GET /health", None, True),
    ("GET /api/health", None, True),
    ("GET /__admin/health", None, {"status": "healthy"}),
    ("GET /__admin/mappings", None, {"mappings": [], "meta": {"total": 0}}),
]

PROGRAM = """
type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let origin = std::env::args().nth(1).ok_or("the address of the server is missing")?;

    let docker = docker_api::Client::builder().base_url(&origin).build()?;
    docker.system_version().await?;
    docker.system_ping().await?;
    docker_api::Client::builder().base_url(format!("{origin}/other")).build()?.system_version().await?;
    docker_api::Client::builder().exact_base_url(&origin).build()?.system_version().await?;

    let jupyter = jupyter_api::Client::builder().base_url(&origin).build()?;
    jupyter.get_api_status().await?;
    jupyter.get_api_sessions().await?;

    let credential = pdns_api::Credential::api_key_header("secret");
    let pdns = pdns_api::Client::builder().base_url(&origin).credential(credential).build()?;
    pdns.list_servers().await?;
    pdns.with_options(pdns_api::runtime::RequestOptions::new().unauthenticated()).list_servers().await?;
    pdns_api::Client::builder().base_url(&origin).unauthenticated().build()?.list_servers().await?;

    prefect_api::Client::builder().base_url(&origin).build()?.health_check().await?;
    prefect_api::Client::builder().base_url(format!("{origin}/api")).build()?.health_check().await?;

    let wiremock = wiremock_api::Client::builder().base_url(&origin).build()?;
    wiremock.get_health().await?;
    wiremock.get_all_stub_mappings(&Default::default()).await?;
    Ok(())
}
"""


class Server(http.server.BaseHTTPRequestHandler):
    """Answers the calls in their order and notes what came."""

    seen = []

    def do_GET(self):
        place = len(self.seen)
        self.seen.append((f"GET {self.path}", self.headers.get("x-api-key"), self.headers.get("authorization")))
        reply = EXPECTED[place][2] if place < len(EXPECTED) else {}
        body, kind = (reply.encode(), "text/plain") if isinstance(reply, str) else (json.dumps(reply).encode(), "application/json")
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def generate(xtask, folder, out):
    """The five clients, side by side in one workspace with the program."""
    members = ["program"]
    for document in DOCUMENTS:
        name = document.split(".")[0] + "-api"
        command = [xtask, "codegen", "--spec", str(folder / document), "--out", str(out / name), "--name", name]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"servers: {document} ended with {done.returncode}: {done.stderr[-2000:]}")
        (out / name / "Cargo.toml").unlink()
        (out / name / "Cargo.lock").unlink(missing_ok=True)
        members += [f"{name}/{name}", f"{name}/{name}-models"]
    shutil.copy(ROOT / "Cargo.lock", out / "Cargo.lock")
    (out / "Cargo.toml").write_text(f'[workspace]\nresolver = "3"\nmembers = {json.dumps(members)}\n')
    (out / "program/src").mkdir(parents=True)
    (out / "program/src/main.rs").write_text(PROGRAM)
    clients = ""
    for document, tags in DOCUMENTS.items():
        name = document.split(".")[0] + "-api"
        clients += f'{name} = {{ path = "../{name}/{name}", default-features = false, features = {json.dumps(tags)} }}\n'
    (out / "program/Cargo.toml").write_text(
        '[package]\nname = "program"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\n'
        + clients
        + 'tokio = { version = "1", default-features = false, features = ["macros", "rt"] }\n'
    )


def main():
    os.environ["CARGO_MANIFEST_DIR"] = str(ROOT / "xtask")
    xtask, folder = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        generate(xtask, folder, out)
        environment = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target/corpus/target-0"), "CARGO_INCREMENTAL": "0"}
        command = ["cargo", "run", "--quiet", "--offline", "-p", "program", "--", f"http://127.0.0.1:{server.server_port}"]
        done = subprocess.run(command, cwd=out, env=environment, capture_output=True, text=True)
    server.shutdown()
    failures = [] if done.returncode == 0 else [f"the program ended with {done.returncode}: {done.stderr[-3000:]}"]
    for place, (line, key, _) in enumerate(EXPECTED):
        found = Server.seen[place] if place < len(Server.seen) else None
        if found != (line, key, None):
            failures.append(f"call {place}: expected {(line, key, None)}, found {found}")
    failures += [f"one call too many: {more}" for more in Server.seen[len(EXPECTED):]]
    for failure in failures:
        print(f"servers: {failure}")
    print(f"{len(EXPECTED) - min(len(failures), len(EXPECTED))} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
