"""The JSON-Schema test suite of draft 4 against the models that are generated for its schemas.

usage: json_schema.py SUITE/draft4 [--out DIR]

Every schema that OpenAPI 3.0 can state becomes a component; one that names no type is given the type that its keywords
speak of, since a Rust type has one. Whether an instance is valid is asked of the package `jsonschema`, of the schema as it
became. A valid instance must decode and encode back to the same JSON, an invalid one must be refused where a type can
refuse it. Prints a table by keyword, and ends with 1 when fewer than 95 % of the valid instances come back.

Needs python 3 with `jsonschema` installed, and the suite, which is in that package's source distribution under
`json/tests/draft4`. Run in the workspace: `cargo xtask` is what generates.
"""

import argparse
import collections
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What OpenAPI 3.0 has no word for (https://spec.openapis.org/oas/v3.0.3#schema-object).
UNSTATABLE = {"id", "$schema", "definitions", "patternProperties", "dependencies", "additionalItems", "$ref"}
# Keywords that a type can hold; the others are for the server to check.
TYPING = {"type", "enum", "required", "oneOf", "items", "properties", "additionalProperties", "anyOf", "allOf", "format"}
KINDS = {
    "object": {"properties", "required", "additionalProperties", "minProperties", "maxProperties"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
    "string": {"minLength", "maxLength", "pattern", "format"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
}


def statable(schema):
    """Whether OpenAPI 3.0 can say a schema."""
    if not isinstance(schema, dict):
        return False
    if UNSTATABLE & schema.keys():
        return False
    if not isinstance(schema.get("type", "object"), str) or schema.get("type") == "null":
        return False
    if isinstance(schema.get("items"), list):
        return False
    if None in schema.get("enum", []):
        return False
    return all(statable(inner) for inner in inner_schemas(schema))


def inner_schemas(schema):
    for key in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(key, [])
    yield from schema.get("properties", {}).values()
    for key in ("items", "not"):
        if key in schema:
            yield schema[key]
    if isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]


def named(schema):
    """The schema with a type wherever its keywords speak of one."""
    schema = dict(schema)
    for key in ("allOf", "anyOf", "oneOf"):
        if key in schema:
            schema[key] = [named(inner) for inner in schema[key]]
    if "properties" in schema:
        schema["properties"] = {name: named(inner) for name, inner in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            schema[key] = named(schema[key])
    if "array" == schema.get("type") and "items" not in schema:
        schema["items"] = {}
    if "type" not in schema:
        kinds = [kind for kind, keys in KINDS.items() if keys & schema.keys()]
        if len(kinds) == 1:
            schema["type"] = kinds[0]
    return schema


def cases(suite):
    for path in sorted(suite.glob("*.json")) + sorted(suite.glob("optional/*.json")) + sorted(suite.glob("optional/format/*.json")):
        for group in json.loads(path.read_text()):
            if not statable(group["schema"]):
                continue
            schema = named(group["schema"])
            validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
            # A type more makes valid instances fewer, except where alternatives exclude each other.
            narrows = not any(key in json.dumps(schema) for key in ('"oneOf"', '"not"'))
            holds = lambda test: validator.is_valid(test["data"]) and (test["valid"] or not narrows)
            try:
                tests = [(test["data"], holds(test)) for test in group["tests"]]
            except re.error:  # A pattern of another dialect: what the suite says of it holds.
                tests = [(test["data"], test["valid"]) for test in group["tests"]]
            yield path.stem, group["description"], schema, tests


def document(all_cases):
    reference = lambda place: {"$ref": f"#/components/schemas/S{place}"}
    paths = {
        f"/s{place}": {
            "get": {
                "operationId": f"s{place}",
                "responses": {"200": {"description": "One.", "content": {"application/json": {"schema": reference(place)}}}},
            }
        }
        for place in range(len(all_cases))
    }
    schemas = {f"S{place}": schema for place, (_, _, schema, _) in enumerate(all_cases)}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Suite", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


PROGRAM = """//! Reads lines `type<TAB>json`; writes `refused`, or what came back.
fn back<T: serde::de::DeserializeOwned + serde::Serialize>(json: &str) -> String {
    match serde_json::from_str::<T>(json) {
        Ok(value) => serde_json::to_string(&value).unwrap_or_else(|error| format!("unwritable: {error}")),
        Err(error) => format!("refused: {error}"),
    }
}

fn main() {
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let (name, json) = line.split_once('\\t').unwrap_or_default();
        let back = match name {
ARMS            _ => "no such type".to_owned(),
        };
        println!("{back}");
    }
}
"""


def same(left, right):
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, str) and isinstance(right, str) and left != right:
        return instant(left) is not None and instant(left) == instant(right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


def instant(text):
    """The moment that a text names: an offset and zeros at the end of a fraction may be written in several ways."""
    try:
        return datetime.datetime.fromisoformat(text.upper().replace(":60.", ":59.")).astimezone(datetime.UTC)
    except ValueError:
        return None


def declared(schema, value):
    """A value without the properties of which the schema does not speak: a type has no place for them."""
    if isinstance(value, dict) and schema.get("properties") and "additionalProperties" not in schema:
        names = set(schema["properties"]) | set(schema.get("required", []))
        for key in ("allOf", "anyOf", "oneOf"):
            for inner in schema.get(key, []):
                names |= set(inner.get("properties", {})) | set(inner.get("required", []))
        return {name: declared(schema["properties"].get(name, {}), item) for name, item in value.items() if name in names}
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [declared(schema["items"], item) for item in value]
    return value


def run(folder, all_cases):
    (folder / "suite.json").write_text(json.dumps(document(all_cases)))
    out = folder / "out"
    command = ["cargo", "xtask", "codegen", "--spec", folder / "suite.json", "--out", out, "--name", "suite", "--keep-going"]
    subprocess.run(command, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
    report = json.loads((out / "report.json").read_text())
    models = "".join(path.read_text() for path in (out / "suite-models/src").glob("*.rs"))
    places = [place for place in range(len(all_cases)) if f" S{place} " in models or f" S{place};" in models]
    program = out / "program"
    (program / "src").mkdir(parents=True, exist_ok=True)
    manifest = (out / "Cargo.toml").read_text()
    if '"program"' not in manifest:
        (out / "Cargo.toml").write_text(manifest.replace('"suite-models"]', '"suite-models", "program"]'))
    (program / "Cargo.toml").write_text(
        "[package]\nname = 'program'\nversion = '0.1.0'\nedition = '2024'\n[dependencies]\n"
        "suite-models = { path = '../suite-models' }\nserde = '1'\nserde_json = '1'\n"
    )
    arms = "".join(f'            "S{place}" => back::<suite_models::S{place}>(json),\n' for place in places)
    (program / "src/main.rs").write_text(PROGRAM.replace("ARMS", arms))
    lines = [(place, data, valid) for place in places for data, valid in all_cases[place][3]]
    text = "".join(f"S{place}\t{json.dumps(data)}\n" for place, data, _ in lines)
    environment = {**__import__("os").environ, "CARGO_TARGET_DIR": str(ROOT / "target/corpus/target-0")}
    done = subprocess.run(
        ["cargo", "run", "--quiet", "--offline", "-p", "program"],
        cwd=out, input=text, capture_output=True, text=True, env=environment,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return report, places, list(zip(lines, done.stdout.split("\n")[:-1], strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suite", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--list", action="store_true", help="print every instance that does not do what it should")
    arguments = parser.parse_args()
    all_cases = list(cases(arguments.suite))
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.out or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report, places, results = run(folder, all_cases)
    rows = collections.defaultdict(collections.Counter)
    for (place, data, valid), back in results:
        keyword, description, schema, _ = all_cases[place]
        row = rows[keyword]
        refused = back.startswith("refused")
        value = None if refused else json.loads(back)
        if valid:
            row["valid"] += 1
            exact = not refused and same(value, data)
            known = not refused and same(value, declared(schema, data))
            row["back"] += exact
            row["known"] += exact or known
            if arguments.list and not (exact or known):
                print(f"{keyword}: {description}: {json.dumps(schema)}: {json.dumps(data)} -> {back}")
        else:
            row["invalid"] += 1
            row["refused"] += refused
            if arguments.list and keyword in TYPING and not refused:
                print(f"taken: {keyword}: {description}: {json.dumps(schema)}: {json.dumps(data)} -> {back}")
    total = sum(rows.values(), collections.Counter())
    print(f"{'keyword':<24}{'valid':>7}{'back':>7}{'known':>7}{'invalid':>9}{'refused':>9}")
    for keyword, row in [*sorted(rows.items()), ("all", total)]:
        mark = "" if keyword in TYPING or keyword == "all" else "  (for the server to check)"
        print(f"{keyword:<24}{row['valid']:>7}{row['back']:>7}{row['known']:>7}{row['invalid']:>9}{row['refused']:>9}{mark}")
    print(f"{len(all_cases)} schemas, {len(places)} generated, typing {report['typing']}")
    share = total["known"] / total["valid"]
    print(f"{100 * total['back'] / total['valid']:.1f} % come back whole, {100 * share:.1f} % but for properties of which the schema does not speak")
    sys.exit(0 if share >= 0.95 and len(places) == len(all_cases) else 1)


main()
