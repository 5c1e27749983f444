"""Calls every operation of a document through its generated client, against Prism, which checks requests against the document.

usage: prism.py PRISM DOCUMENT [--config FILE] [--out DIR] [--list]

PRISM is the program of `@stoplight/prism-cli` from the npm registry. The document is given to both sides without its
servers, so that the client calls Prism on loopback. Arguments are made from the document: examples first, then whatever
the schema allows. Each call ends in one of these ways:

  fine         the reply that the document shows was decoded, as a success or as a documented error
  refused      Prism says that the request breaks the document: a defect of the client
  undecodable  the reply breaks the client's types, and keeps the document's schema: a defect of the client
  contradicts  the reply breaks the client's types and the document's own schema
  unbuildable  the argument made from the document does not fit the client's type
  no reply     Prism took the request and has no reply to it: the document shows none, and Prism cannot make one up
  other        anything else

Prints the tally, and with --list each call that is not fine. Ends with 1 when a request is refused for its form, or a reply
that keeps its schema cannot be decoded.

Needs python 3 with `jsonschema`, `pyyaml` and `rstr`, node, and Prism. Nothing but loopback is called.
"""

import argparse
import collections
import contextlib
import copy
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

import jsonschema
import rstr
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
FORMATS = {
    "date-time": "2024-02-03T04:05:06Z",
    "date": "2024-02-03",
    "uuid": "9b2f1a52-5a4e-4a0e-9f0c-6f2a7c1d2e3f",
    "email": "ada@example.com",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "hostname": "example.com",
    "byte": "aGVsbG8=",
}


class Samples:
    """Values that a document's schemas allow."""

    def __init__(self, document):
        self.document = document

    def follow(self, node):
        for _ in range(32):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return node
            target = self.document
            for part in node["$ref"].lstrip("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def merged(self, schema):
        schema = self.follow(schema)
        if not isinstance(schema, dict) or "allOf" not in schema:
            return schema if isinstance(schema, dict) else {}
        whole = {key: value for key, value in schema.items() if key != "allOf"}
        whole["properties"] = dict(whole.get("properties", {}))
        whole["required"] = list(whole.get("required", []))
        for part in schema["allOf"]:
            part = self.merged(part)
            whole["properties"] = {**part.get("properties", {}), **whole["properties"]}
            whole["required"] += part.get("required", [])
            for key, value in part.items():
                whole.setdefault(key, value)
        return whole

    def of(self, schema, depth=0):
        schema = self.merged(schema)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return next((value for value in schema["enum"] if value is not None), None)
        for key in ("oneOf", "anyOf"):
            branches = [branch for branch in schema.get(key, []) if self.follow(branch).get("type") != "null"]
            if branches and not schema.get("properties"):
                return self.tagged(schema, branches[0], depth)
            if branches:
                rest = {name: value for name, value in schema.items() if name != key}
                return self.of({"allOf": [rest, branches[0]]}, depth)
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), "null")
        if kind is None:
            kind = "object" if "properties" in schema or "additionalProperties" in schema else "array" if "items" in schema else None
        if kind == "object":
            return self.object(schema, depth)
        if kind == "array":
            count = max(1, schema.get("minItems", 1)) if depth < 6 else schema.get("minItems", 0)
            return [self.of(schema.get("items", {}), depth + 1) for _ in range(count)]
        if kind in ("integer", "number"):
            least = schema.get("minimum", schema.get("exclusiveMinimum"))
            value = 1 if not isinstance(least, (int, float)) or isinstance(least, bool) else least + 1
            most = schema.get("maximum")
            value = min(value, most) if isinstance(most, (int, float)) and not isinstance(most, bool) else value
            return int(value) if kind == "integer" else value
        if kind == "boolean":
            return True
        return self.text(schema)

    def text(self, schema):
        if schema.get("format") in FORMATS:
            return FORMATS[schema["format"]]
        if "pattern" in schema:
            try:
                return rstr.xeger(schema["pattern"])[: schema.get("maxLength", 200)]
            except Exception:
                pass
        return "sample text that is long enough for most"[: schema.get("maxLength", 6)].ljust(schema.get("minLength", 0), "x").strip() or "x"

    def object(self, schema, depth):
        value = {}
        for name, property_ in schema.get("properties", {}).items():
            if name in schema.get("required", []) and not self.follow(property_).get("readOnly"):
                value[name] = self.of(property_, depth + 1)
        return value

    def tagged(self, schema, branch, depth):
        value = self.of(branch, depth + 1)
        tag = schema.get("discriminator")
        name = tag.get("propertyName") if isinstance(tag, dict) else None
        if name and isinstance(value, dict):
            mapping = {target: key for key, target in tag.get("mapping", {}).items()}
            default = branch.get("$ref", "").rsplit("/", 1)[-1]
            fixed = self.merged(branch).get("properties", {}).get(name, {})
            if not self.follow(fixed).get("enum"):
                value[name] = mapping.get(branch.get("$ref"), default)
        return value


def operations(document, samples):
    """Each operation: its parameters by name and the schema of its body by media type."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method not in item:
                continue
            operation = item[method]
            parameters, bodies, form = {}, {}, {"type": "object", "properties": {}, "required": []}
            for parameter in item.get("parameters", []) + operation.get("parameters", []):
                parameter = samples.follow(parameter)
                if parameter["in"] == "body":
                    bodies["json"] = parameter.get("schema", {})
                elif parameter["in"] == "formData":
                    form["properties"][parameter["name"]] = parameter
                    form["required"] += [parameter["name"]] if parameter.get("required") else []
                else:
                    content = next(iter(parameter.get("content", {}).values()), {})
                    schema = parameter.get("schema") or content.get("schema") or parameter
                    parameters[parameter["name"].lower()] = (schema, parameter)
            for media_type, media in samples.follow(operation.get("requestBody", {})).get("content", {}).items():
                key = "json" if "json" in media_type else "form" if "urlencoded" in media_type else media_type
                bodies.setdefault(key, media.get("schema", {}))
                if "multipart" in media_type:
                    form = samples.merged(media.get("schema", {}))
            yield method.upper(), path, parameters, bodies, form


def without_servers(document):
    document = copy.deepcopy(document)
    for key in ("servers", "host", "basePath", "schemes"):
        document.pop(key, None)
    for item in document.get("paths", {}).values():
        item.pop("servers", None)
        for method in METHODS:
            if method in item:
                item[method].pop("servers", None)
                item[method].pop("schemes", None)
    return document


TABLE = re.compile(r"static (\w+): Operation<.*?route: Route \{\s*id: .*?method: Method::(\w+),\s*path: (\".*?\"),\n", re.S)
FUNCTION = re.compile(r"pub async fn (\w+)\(\s*(.*?)\)\s*->\s*Result<\s*Response<(.*?)>,\s*Error<.*?\{\s*(self.*?)\n    \}", re.S)
STRUCT = re.compile(r"pub struct (\w+) \{\n(.*?)\n\}", re.S)
FIELD = re.compile(r"^    pub (\w+): (.*?),?$", re.M)
ARGUMENT = re.compile(r"\.(path|query|header|cookie)(?:_as|_reserved)?\(\s*(?:Style::\w+(?:\s*\{.*?\})?,\s*)?(\"(?:[^\"\\]|\\.)*\"),\s*(&?[\w.]+)", re.S)


def split(arguments):
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(arguments):
        depth += letter in "<([{"
        depth -= letter in ">)]}"
        if letter == "," and depth == 0:
            parts.append(arguments[start:place])
            start = place + 1
    parts.append(arguments[start:])
    pairs = [part.strip().split(":", 1) for part in parts if ":" in part]
    tidy = lambda kind: re.sub(r",? *>", ">", re.sub(r"< ", "<", " ".join(kind.split())))
    return [(name.strip(), tidy(kind)) for name, kind in pairs]


def literal(value):
    text = json.dumps(value)
    marks = "#" * (max((len(run) for run in re.findall(r'"(#*)', text)), default=0) + 1)
    return f'r{marks}"{text}"{marks}'


def given(kind, value):
    """An argument of a type, made of JSON: what stands before the call, and what is given to it."""
    text = literal(value)
    if kind == "&str":
        return f"&value::<String>({text})?"
    if kind.startswith("&["):
        return f"&value::<Vec<{kind[2:-1]}>>({text})?"
    if kind.startswith("&"):
        return f"&value::<{kind[1:]}>({text})?"
    return f"value::<{kind}>({text})?"


class Program:
    """A program that calls every method of a generated client."""

    def __init__(self, crate, name, document):
        self.samples = Samples(document)
        self.known = {(method, path): rest for method, path, *rest in operations(document, self.samples)}
        self.crate = name.replace("-", "_")
        self.sources = {path.stem: path.read_text() for path in sorted((crate / "src").glob("*.rs"))}
        self.structs = {}
        for module, text in self.sources.items():
            for struct, body in STRUCT.findall(text):
                self.structs[struct] = (module, dict(FIELD.findall(body)))

    def calls(self):
        for module, text in self.sources.items():
            tables = {name: (method, json.loads(path)) for name, method, path in TABLE.findall(text)}
            for function, arguments, reply, body in FUNCTION.findall(text):
                table = re.search(r"call\(\s*&(\w+)", body).group(1)
                yield module, function, split(arguments), reply, body, tables[table]

    def call(self, module, function, arguments, reply, body, route):
        parameters, bodies, form = self.known[route]
        names = {expression.lstrip("&"): json.loads(wire) for _, wire, expression in ARGUMENT.findall(body)}
        values = []
        for name, kind in arguments:
            if name == "options":
                values.append(self.options(kind.lstrip("&"), names, parameters))
            elif name == "body":
                values.append(self.body(kind, bodies, form))
            else:
                values.append(given(kind, self.parameter(names.get(name, name), parameters)))
        stream = "Events<" in reply or "Lines<" in reply
        first = "match done.next().await { Some(Err(error)) => Err(Failed::Stream(error.to_string())), _ => Ok(()) }"
        check = first if stream else "Ok(())"
        mutable = "mut " if stream else ""
        return f"""
async fn {function}(client: &Client) -> Outcome {{
    match client.{function}({", ".join(values)}).await {{
        Ok({mutable}done) => {{ let _ = &done; {check} }}
        Err(error) => Err(Failed::call(&error)),
    }}
}}
"""

    def parameter(self, wire, parameters):
        schema, parameter = parameters.get(wire.lower(), ({}, {}))
        for place in (parameter, self.samples.follow(schema)):
            if isinstance(place, dict) and place.get("in") != "header" and place.get("example") is not None:
                return place["example"]
        return self.samples.of(schema)

    def options(self, struct, names, parameters):
        module, fields = self.structs[struct]
        text = f"&{self.crate}::{module}::{struct}::new()"
        for field, kind in fields.items():
            wire = names.get(f"options.{field}", field)
            value = self.parameter(wire, parameters)
            inner = re.fullmatch(r"Option<(.*)>", kind).group(1)
            text += f".{field}(value::<{inner}>({literal(value)})?)"
        return text

    def body(self, kind, bodies, form):
        if match := re.fullmatch(r"Option<(.*)>", kind):
            return f"Some({self.body(match.group(1), bodies, form)})"
        if kind == "&str":
            return '"text"'
        if kind in ("runtime::Body", "impl Into<runtime::Body>"):
            return 'runtime::Body::from("bytes")'
        if kind in self.structs:
            return self.form(kind, form)
        schema = bodies.get("json", bodies.get("form", form))
        sample = self.samples.merged(schema).get("example")
        return given(kind, self.samples.of(schema) if sample is None else sample)

    def form(self, struct, form):
        module, fields = self.structs[struct]
        values = []
        wires = {re.sub(r"\W+", "_", wire).lower().strip("_"): wire for wire in form.get("properties", {})}
        for field, kind in fields.items():
            if kind.startswith("Option<"):
                continue
            wire = wires.get(field.rstrip("_"), field)
            if "runtime::Part" in kind:
                part = 'runtime::Part::file("a.txt", "text")'
                values.append(f"vec![{part}]" if kind.startswith("Vec") else part)
            else:
                value = self.samples.of(form.get("properties", {}).get(wire, {}))
                values.append(f"value::<{kind}>({literal(value)})?")
        return f"{self.crate}::{module}::{struct}::new({', '.join(values)})"

    def text(self):
        calls, names = [], []
        for module, function, arguments, reply, body, route in self.calls():
            calls.append(self.call(module, function, arguments, reply, body, route))
            names.append(function)
        credentials = re.findall(r"pub fn (\w+)\((secret|user)", self.sources["client"])
        secrets = {"user": '"user", "secret"', "secret": '"secret".to_owned()'}
        make = "".join(
            f"builder = builder.credential(Credential::{name}({secrets[kind]}));" for name, kind in credentials
        )
        uses = f"use {self.crate}::Credential;" if credentials else ""
        # A call on which the connection breaks ends the program: the mock may be gone.
        runs = "".join(
            f'if first <= {place} && report("{name}", {name}(&client).await) {{ return; }}' for place, name in enumerate(names)
        )
        return f"""#![allow(dead_code, deprecated, unused_mut, unused_imports)]
use {self.crate}::{{Client, ErrorKind, models, runtime}};
{uses}

type Outcome = Result<(), Failed>;

enum Failed {{ Value(String), Stream(String), Call(ErrorKind, Option<u16>, String, String) }}

impl Failed {{
    fn call<E: std::fmt::Debug>(error: &runtime::Error<E>) -> Self {{
        let body = String::from_utf8_lossy(error.body().unwrap_or_default()).into_owned();
        Self::Call(error.kind(), error.status().map(|status| status.as_u16()), error.to_string(), body)
    }}
}}

fn value<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, Failed> {{
    serde_json::from_str(json).map_err(|error| Failed::Value(format!("{{error}}: {{json}}")))
}}

/// Keeps the last reply's body, which errors keep only the beginning of.
struct Recorder(reqwest::Client);

static LAST: std::sync::Mutex<Vec<u8>> = std::sync::Mutex::new(Vec::new());

impl runtime::Transport for Recorder {{
    fn send<'a>(&'a self, request: http::Request<runtime::Body>, call: &'a runtime::CallInfo) -> runtime::TransportFuture<'a> {{
        Box::pin(async move {{
            let response = runtime::Transport::send(&self.0, request, call).await?;
            let (mut head, body) = response.into_parts();
            head.headers.remove("transfer-encoding");
            let body = body.collect().await.unwrap_or_default();
            *LAST.lock().unwrap() = body.to_vec();
            Ok(http::Response::from_parts(head, body.into()))
        }})
    }}
}}

fn report(name: &str, outcome: Outcome) -> bool {{
    let (kind, status, text, body) = match outcome {{
        Ok(()) => ("Ok".to_owned(), None, String::new(), String::new()),
        Err(Failed::Value(text)) => ("Value".to_owned(), None, text, String::new()),
        Err(Failed::Stream(text)) => ("Stream".to_owned(), None, text, String::new()),
        Err(Failed::Call(kind, status, text, body)) => (format!("{{kind:?}}"), status, text, body),
    }};
    let last = String::from_utf8_lossy(&LAST.lock().unwrap()).into_owned();
    let whole = if kind == "Decode" {{ last }} else {{ String::new() }};
    println!("{{}}", serde_json::json!([name, kind, status, text, body, whole]));
    kind == "Transport"
}}

{"".join(calls)}

#[tokio::main]
async fn main() {{
    let base = std::env::args().nth(1).unwrap();
    let first: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let mut builder = Client::builder().base_url(base).transport(Recorder(reqwest::Client::new()));
    {make}
    let client = builder.build().unwrap();
    {runs}
}}
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Schemas:
    """The schemas of a document's replies, to see whether a reply keeps its own."""

    def __init__(self, document):
        self.document = self.with_null(document)
        is_new = str(document.get("openapi", "")).startswith("3.1")
        self.validator = jsonschema.Draft202012Validator if is_new else jsonschema.Draft4Validator

    def with_null(self, node):
        """`nullable` in the words of JSON Schema."""
        if isinstance(node, list):
            return [self.with_null(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {key: self.with_null(value) for key, value in node.items()}
        if node.get("nullable") is True or node.get("x-nullable") is True:
            return {"anyOf": [{**node, "nullable": False}, {"enum": [None]}]}
        return node

    def keeps(self, route, status, body):
        method, path = route
        escape = lambda text: text.replace("~", "~0").replace("/", "~1")
        replies = self.document["paths"][path][method.lower()]["responses"]
        key = str(status) if str(status) in replies else "default"
        reply, pointer = replies.get(key, {}), f"#/paths/{escape(path)}/{method.lower()}/responses/{key}"
        while "$ref" in reply:
            pointer = reply["$ref"]
            reply = Samples(self.document).follow(reply)
        if "schema" in reply:
            pointer += "/schema"
        else:
            media = next((name for name in reply.get("content", {}) if "json" in name), None)
            if media is None:
                return True
            pointer += f"/content/{escape(media)}/schema"
        try:
            return self.validator({**self.document, "$ref": pointer}).is_valid(json.loads(body))
        except json.JSONDecodeError:
            return False


def outcome(kind, status, text, body):
    if any(f"errors#{name}" in body for name in ("SCHEMA_TOO_COMPLEX", "NO_COMPLEX_OBJECT", "NO_RESPONSE", "NOT_ACCEPTABLE")):
        return "no reply"
    if "stoplight.io/prism/errors#" in body:
        return "refused"
    if kind in ("Ok", "Api"):
        return "fine"
    if kind in ("Decode", "Stream"):
        return "undecodable"
    return "unbuildable" if kind == "Value" else "other"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("prism")
    parser.add_argument("document", type=pathlib.Path)
    parser.add_argument("--config", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    text = arguments.document.read_text()
    loader = type("Loader", (yaml.CSafeLoader,), {})
    loader.add_constructor("tag:yaml.org,2002:timestamp", loader.construct_yaml_str)
    document = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, Loader=loader)
    document = without_servers(document)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.out or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        routes, results = run(arguments, document, folder)
    tally = collections.Counter()
    schemas = Schemas(document)
    for name, kind, status, text, body, whole in results:
        found = outcome(kind, status, text, body)
        if found == "undecodable" and not schemas.keeps(routes[name], status, whole):
            found = "contradicts"
        tally[found] += 1
        if arguments.list and found != "fine":
            print(f"{found}: {name}: {kind} {status}: {text[:300]} | {body[:300]}")
    print(f"{arguments.document.stem}: {len(results)} calls: {dict(tally)}")
    # A run in which no call got a reply of Prism's has shown nothing.
    sys.exit(1 if tally["refused"] or tally["undecodable"] or not tally["fine"] else 0)


def run(arguments, document, folder):
    (folder / "api.json").write_text(json.dumps(document))
    out = folder / "out"
    command = ["cargo", "xtask", "codegen", "--spec", folder / "api.json", "--out", out, "--name", "sample", "--keep-going"]
    command += ["--config", arguments.config] if arguments.config else []
    subprocess.run(command, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
    program = out / "program"
    (program / "src").mkdir(parents=True, exist_ok=True)
    manifest = out / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('"sample-models"]', '"sample-models", "program"]'))
    (program / "Cargo.toml").write_text(
        "[package]\nname = 'program'\nversion = '0.1.0'\nedition = '2024'\n[dependencies]\nsample = { path = '../sample' }\n"
        "http = '1'\nreqwest = { version = '0.13', default-features = false }\nserde = '1'\nserde_json = '1'\ntokio = { version = '1', features = ['macros', 'rt-multi-thread'] }\nchrono = { version = '0.4', default-features = false, features = ['alloc'] }\nuuid = '1'\n"
    )
    calls = Program(out / "sample", "sample", document)
    routes = {function: route for _, function, _, _, _, route in calls.calls()}
    (program / "src/main.rs").write_text(calls.text())
    environment = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target/corpus/target-0")}
    build = ["cargo", "build", "--quiet", "--offline", "-p", "program"]
    subprocess.run(build, check=True, cwd=out, env=environment)
    port = free_port()
    binary = ROOT / "target/corpus/target-0/debug/program"
    results = []
    # A mock that dies of a request is started anew for the next.
    while True:
        with mocked(arguments.prism, folder / "api.json", port):
            command = [binary, f"http://127.0.0.1:{port}", str(len(results))]
            done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode:
            sys.exit(done.stderr)
        lines = [json.loads(line) for line in done.stdout.split("\n") if line]
        results += lines
        if not lines or lines[-1][1] != "Transport":
            return routes, results


@contextlib.contextmanager
def mocked(prism, document, port):
    mock = subprocess.Popen(
        [prism, "mock", "--port", str(port), "--host", "127.0.0.1", str(document)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(900):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if mock.poll() is not None:
                sys.exit(f"{prism} ended with {mock.returncode} and serves nothing: {document}")
            time.sleep(0.1)
        else:
            sys.exit(f"{prism} did not listen within 90 seconds: {document}")
        yield
    finally:
        mock.terminate()
        mock.wait()


main()
