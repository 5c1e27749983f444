#!/usr/bin/env python3
"""Decodes random responses as the models of real documents, and fails if a decode takes too long or overflows the stack.

Usage: decoding.py XTASK FOLDER [--count N] [--models N] [--only DOCUMENT]... [--profile debug|release] [--keep FOLDER]

The models are the types that reach the most unions, one for each document. Responses have 1 to 64 kB: half are made after the types,
half of those are changed afterwards, and a part is nested as deep as a parser reads. Each is decoded on a thread with a stack of
1 MiB; what decodes is cloned, compared, printed, encoded and dropped there, too. A decode takes at most 50 ms of processor time (in
release). The largest recursive types are printed.
"""

import argparse
import functools
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LONGEST = 0.050
MAIN = r"""
use std::fmt::Debug;
use std::io::{BufRead, BufReader};

use serde::{Serialize, de::DeserializeOwned};

unsafe extern "C" {
    fn clock_gettime(clock: i32, time: *mut [i64; 2]) -> i32;
}

/// The processor time of this thread, in seconds.
fn time() -> f64 {
    let mut time = [0; 2];
    unsafe { clock_gettime(3, &mut time) };
    time[0] as f64 + time[1] as f64 / 1e9
}

fn check<T: DeserializeOwned + Serialize + Clone + PartialEq + Debug>(name: &str, file: &str) -> bool {
    let (mut count, mut fine, mut invalid, mut longest, mut sum) = (0, 0, 0, 0.0_f64, 0.0);
    let (mut slowest, mut wrong) = (String::new(), String::new());
    for line in BufReader::new(std::fs::File::open(file).unwrap()).lines() {
        let line = line.unwrap();
        let mut took = f64::MAX;
        let mut read = serde_json::from_str::<T>("");
        // The first of several runs may be one that the system interrupts.
        for _ in 0..3 {
            let begun = time();
            read = serde_json::from_str::<T>(&line);
            took = took.min(time() - begun);
            if took < LIMIT {
                break;
            }
        }
        count += 1;
        sum += took;
        if took > longest {
            longest = took;
            slowest = line.clone();
        }
        if let (Err(error), 1) = (&read, count % 2)
            && !error.to_string().contains("nested too deep")
            && !error.to_string().contains("recursion limit")
        {
            invalid += 1;
            wrong = format!("{error}: {line:.300}");
        }
        if let Ok(value) = read {
            fine += 1;
            let copy = value.clone();
            assert!(copy == value || line.contains("null"), "{line}");
            assert!(!format!("{value:?}").is_empty());
            assert!(serde_json::to_string(&copy).is_ok());
        }
    }
    println!(
        "{name}: {} bytes; {fine} of {count} decoded, {:.3} ms each, at most {:.3} ms",
        size_of::<T>(),
        sum / count as f64 * 1e3,
        longest * 1e3
    );
    if invalid > 0 {
        println!("    {invalid} that were not changed are errors: {wrong}");
    }
    if longest >= LIMIT {
        println!("    too slow: {:.2000}", slowest);
    }
    longest < LIMIT
}

fn main() {
    let small = std::thread::Builder::new().stack_size(1024 * 1024);
    let work = || {
        let mut sizes: Vec<(usize, &str)> = vec![SIZES];
        sizes.sort_unstable();
        for (size, name) in sizes.iter().rev().take(8) {
            println!("recursive: {name}, {size} bytes");
        }
        let mut is_fine = true;
        CHECKS
        is_fine
    };
    let is_fine = small.spawn(work).unwrap().join().unwrap();
    std::process::exit(i32::from(!is_fine));
}
"""


def spelled(ty):
    return re.sub(r"\s+", "", ty).replace(",>", ">")


class Model:
    """The types of a model crate, as its generated source says."""

    def __init__(self, folder):
        self.structs, self.fields, self.unions, self.enums, self.aliases, self.recursive = {}, {}, {}, {}, {}, set()
        for path in sorted((folder / "src").glob("*.rs")):
            text = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.M)
            if "macro_rules!" in text:
                continue
            for found in re.finditer(r"^pub struct (\w+) \{(.*?)^\}", text, re.M | re.S):
                fields = re.findall(r"pub (\w+):\s*(.*?),[ \t]*\n(?=\s*(?:pub |#\[)|\s*\Z)", found[2], re.S)
                self.structs[found[1]] = {name: spelled(ty) for name, ty in fields}
            for found in re.finditer(r"^object! \{\s*(\w+) \{(.*?)\}([^\n]*)\n", text, re.M | re.S):
                self.fields[found[1]] = re.findall(r'("(?:[^"\\]|\\.)*") => (\w+): (\w+)', found[2])
                if "recursive" in found[3]:
                    self.recursive.add(found[1])
            for found in re.finditer(r"^(\w+_union|any_of)! \{(.*?)^\}", text, re.M | re.S):
                tag = re.search(r'#\[tag\(("(?:[^"\\]|\\.)*"), \w+\)\]', found[2])
                name, body = re.search(r"pub enum (\w+) \{(.*)\}", found[2], re.S).groups()
                variants = re.findall(r"((?:#\[value\(.*?\)\]\s*)*)\b(\w+)\(\s*([^()]*?),?\s*\),", body, re.S)
                values = [(re.findall(r"#\[value\((.*?)\)\]", value), spelled(ty)) for value, _, ty in variants]
                self.unions[name] = (json.loads(tag[1]) if tag else None, values)
            for found in re.finditer(r"^open_(?:enum|number)! \{.*?pub enum (\w+) \{(.*?)\}", text, re.M | re.S):
                self.enums[found[1]] = re.findall(r'= ("(?:[^"\\]|\\.)*"|-?\d+),', found[2])
            for found in re.finditer(r"^pub type (\w+) =\s*(.*?);", text, re.M | re.S):
                self.aliases[found[1]] = spelled(found[2])
            for found in re.finditer(r"^pub struct (\w+)\(pub (.*?)\);", text, re.M):
                self.aliases[found[1]] = spelled(found[2])

    def names(self, name):
        types = list(self.structs.get(name, {}).values()) + [ty for _, ty in self.unions.get(name, (None, []))[1]]
        return {word for ty in types + [self.aliases.get(name, "")] for word in re.findall(r"\w+", ty)}

    def reached(self, name):
        seen, todo = set(), [name]
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo.extend(self.names(one))
        return seen

    def leads_back(self, ty):
        """Whether a type holds one that can hold another of itself."""
        return bool(self.cycles & set(re.findall(r"\w+", ty)))

    @functools.cached_property
    def cycles(self):
        names = set(self.structs) | set(self.unions) | set(self.aliases)
        return {name for name in names if any(name in self.reached(inner) for inner in self.names(name))}

    def root(self):
        """The type that reaches the most unions, one of which can be nested if there is such a one."""
        known = set(self.unions)
        rank = lambda name: (len(self.reached(name) & known), len(self.reached(name) & self.recursive), name)
        return max(set(self.structs) | known, key=rank)


class Maker:
    """Random JSON for types."""

    def __init__(self, model, seed, deep):
        self.model, self.random, self.deep, self.left = model, random.Random(seed), deep, 0

    def value(self, ty, depth):
        choose, model = self.random, self.model
        self.left -= 8
        generic = re.match(r"(?:std::collections::)?(\w+)<(.*)>$", ty)
        if ty.startswith("chrono::DateTime"):
            return choose.choice(["2024-01-02T03:04:05Z", "2024-01-02T03:04:05.000Z", "2024-01-02T03:04:05+00:00"])
        if generic:
            outer, inner = generic[1], generic[2]
            if outer == "Option":
                return None if self.left < 0 or choose.random() < 0.1 else self.value(inner, depth)
            if outer == "Box":
                return self.value(inner, depth)
            if depth <= 0 or self.left < 0:
                return [] if outer == "Vec" else {}
            count = 1 if self.deep else choose.randint(0, 6)
            if outer == "Vec":
                return [self.value(inner, depth - 1) for _ in range(count)]
            return {f"k{place}": self.value(inner.split(",", 1)[1], depth - 1) for place in range(count)}
        if ty in model.aliases:
            return self.value(model.aliases[ty], depth)
        if ty in model.enums:
            return json.loads(choose.choice(model.enums[ty])) if choose.random() < 0.95 else "some other" if model.enums[ty][0][0] == '"' else 99
        if ty in model.unions:
            tag, variants = model.unions[ty]
            values, inner = self.recursing(variants) if self.deep and depth > 0 else choose.choice(variants)
            value = self.value(inner, depth if depth > 0 else 0)
            if tag and values and isinstance(value, dict):
                value[tag] = json.loads(re.sub(r"_?i64$", "", choose.choice(values)))
            return value
        if ty in model.structs:
            return self.object(ty, depth)
        return {
            "bool": lambda: choose.random() < 0.5,
            "f64": lambda: choose.choice([choose.random() * 1e3, 1, 1.0, 1e300]),
            "String": lambda: choose.choice(["", "text", "2024-01-02", "some longer text of several words " * 3]),
            "chrono::NaiveDate": lambda: "2024-01-02",
            "crate::base64::Base64": lambda: choose.choice(["", "aGVsbG8=", "aGVsbG8", "no base64"]),
            "uuid::Uuid": lambda: "9b2f1a52-5a4e-4a0e-9f0c-6f2a7c1d2e3f",
            "serde_json::Value": lambda: choose.choice([None, 1, "x", [1, {"a": []}], {"a": {"b": 1.0}}]),
        }.get(ty, lambda: choose.choice([0, 1, 7.0, 100]))()

    def recursing(self, variants):
        model = self.model
        return self.random.choice([one for one in variants if model.leads_back(one[1])] or variants)

    def object(self, ty, depth):
        fields, value, model = self.model.structs[ty], {}, self.model
        told = model.fields.get(ty, [])
        deep = [name for _, name, _ in told if model.leads_back(fields.get(name, ""))]
        nested = self.random.choice(deep) if deep and self.deep and depth > 0 else None
        for wire, name, kind in told:
            wanted = kind == "required" or name == nested
            chance = 0.0 if depth <= 0 or self.left < 0 else 0.05 if self.deep else 0.6
            if wanted or self.random.random() < chance:
                inner = fields[name]
                while kind != "required" and inner.startswith("Option<") and name == nested:
                    inner = inner[7:-1]
                value[json.loads(wire)] = self.value(inner, depth - 1 if depth > 0 else 0)
        for name, inner in fields.items():
            if all(name != known for _, known, _ in told) and name != "additional_properties":
                beside = self.value(inner, depth - 1 if depth > 0 else 0)
                value.update(beside if isinstance(beside, dict) else {})
        if self.random.random() < 0.05:
            value["something new"] = [1, {"a": None}]
        return value

    def response(self, root, size):
        values, length = [], 0
        while length < size:
            self.left = size - length
            depth = self.random.randint(20, 120) if self.deep else 12
            values.append(json.dumps(self.value(root, depth), separators=(",", ":")))
            length += len(values[-1]) + 1
        return f"[{','.join(values)}]"

    def changed(self, text):
        """The same with a few changes: values of other kinds, keys that are gone or new, numbers in other spellings, ends that are missing."""
        choose = self.random
        for _ in range(choose.randint(1, 6)):
            places = [found.span() for found in re.finditer(r'"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null|[\[\]{}]', text)]
            if not places:
                break
            start, end = choose.choice(places)
            token = text[start:end]
            replacement = choose.choice(['"x"', "1", "1.0", "1e3", "null", "[]", "{}", "true", "[[],[]]", '{"type":"x"}', token + token, "", '"2024-01-02T03:04:05+00:00"', "9007199254740993", "[" * 60 + "]" * 60])
            if token in "[]{}" and choose.random() < 0.8:
                continue
            text = text[:start] + replacement + text[end:]
        return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("xtask")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--models", type=int, default=10)
    parser.add_argument("--only", action="append", default=[], help="a document, by its file's name without the ending")
    parser.add_argument("--profile", choices=["debug", "release"], default="release")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    sys.setrecursionlimit(20_000)
    out = given.keep or Path(tempfile.mkdtemp())
    models = {}
    for path in sorted(given.folder.iterdir()):
        if given.only and path.stem not in given.only:
            continue
        # Not every document's name is one that a crate can have.
        name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()) + "-api"
        folder = out / name
        if not folder.exists():
            command = [given.xtask, "codegen", "--spec", path, "--out", folder, "--name", name, "--keep-going"]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"{path.name} ended with {done.returncode}: {done.stderr[-2000:]}")
        if (folder / f"{name}-models").exists():
            models[name] = Model(folder / f"{name}-models")
    # Documents of one API would be the same models several times.
    ranked = sorted(models, key=lambda name: -len(models[name].unions))
    chosen = [name for place, name in enumerate(ranked) if name.split("-")[0] not in {other.split("-")[0] for other in ranked[:place]}]
    chosen = chosen[: given.models]
    crate = out / "decode-responses"
    shutil.rmtree(crate, ignore_errors=True)
    (crate / "src").mkdir(parents=True)
    limit = LONGEST if given.profile == "release" else LONGEST * 40
    checks, dependencies, sizes = [], [], []
    for place, name in enumerate(chosen):
        model, root, module = models[name], models[name].root(), name.replace("-", "_") + "_models"
        lines = []
        for number in range(given.count // len(chosen)):
            maker = Maker(model, f"{name} {number}", deep=number % 4 == 3)
            text = maker.response(root, int(1024 * 64 ** maker.random.random()))
            lines.append(maker.changed(text) if number % 2 else text)
        file = crate / f"{name}.jsonl"
        file.write_text("\n".join(lines) + "\n")
        checks.append(f'is_fine &= check::<Vec<{module}::{root}>>("{name}, {root}", "{file}");')
        dependencies.append(f'{name}-models = {{ path = "{out / name / (name + "-models")}" }}')
        sizes += [f'(size_of::<{module}::{ty}>(), "{name}: {ty}")' for ty in sorted(model.recursive)]
    text = MAIN.replace("LIMIT", repr(limit)).replace("SIZES", ", ".join(sizes)).replace("CHECKS", "\n        ".join(checks))
    (crate / "src/main.rs").write_text(text)
    manifest = '[package]\nname = "decode-responses"\nversion = "0.1.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\nserde = "1"\nserde_json = "1"\n'
    (crate / "Cargo.toml").write_text(manifest + "\n".join(dependencies) + "\n\n[profile.release]\nopt-level = 2\ncodegen-units = 16\n\n[profile.dev]\ndebug = false\n")
    shutil.copy(Path(__file__).resolve().parent.parent / "Cargo.lock", crate / "Cargo.lock")
    command = ["cargo", "run", "-q", "--offline"] + (["--release"] if given.profile == "release" else [])
    status = subprocess.run(command, cwd=crate).returncode
    if not given.keep:
        shutil.rmtree(out)
    sys.exit(status)


main()
