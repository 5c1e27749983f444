#!/usr/bin/env python3
"""Generates small documents made after public reports, and compares each result with what `.ci/field.toml` expects.

Usage: field.py XTASK FOLDER

FOLDER holds the documents and a README.md whose table marks each of them; a document that is marked `1`, `2` or `T` and has no case
here is a failure. A case can expect the exit status, texts of findings, patterns in the generated code, and how many places
are untyped. What is generated has to compile without a warning, all crates in one `cargo check`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARKS = {"1", "2", "T"}


def inputs(folder, cell):
    """The documents that a cell of the table names, by the beginnings of their names."""
    for word in re.findall(r"[0-9][0-9a-z]*(?:-[A-Za-z0-9]+)*", re.sub(r"\(.*?\)", "", cell)):
        exact = [path for path in folder.iterdir() if path.name.split(".")[0] == word]
        found = exact or [path for path in folder.iterdir() if path.name.startswith(word + "-")]
        yield from (path.name for path in found if path.suffix != ".toml")


def marked(folder):
    """The documents of all rows with one of the marks."""
    names = set()
    for line in (folder / "README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 4 and cells[2] in MARKS:
            names.update(inputs(folder, cells[1]))
    return names


def document(path):
    """The file itself, or in a folder the one that no other file refers to."""
    if path.is_file():
        return path
    roots = [file for file in sorted(path.rglob("*")) if file.suffix in (".yaml", ".json") and "paths:" in file.read_text() and "info:" in file.read_text()]
    return next((file for file in roots if file.name[:2].isdigit()), roots[0])


def generate(xtask, folder, case, name, out):
    """Runs codegen; returns its status, what it printed, its report, and all generated text."""
    command = [xtask, "codegen", "--spec", str(document(folder / case["input"])), "--out", str(out)]
    command += ["--runtime", f"path={ROOT / 'generated-client/runtime'}"]
    command += ["--name", name] if "name" not in case else ["--name", case["name"]]
    command += ["--root", str(folder / case["root"])] if "root" in case else []
    command += ["--keep-going"] if case.get("keep-going", False) else []
    command += ["--config", str(folder / case["config"])] if "config" in case else []
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    report = json.loads((out / "report.json").read_text()) if (out / "report.json").exists() else {}
    files = sorted(path for path in out.rglob("*") if path.suffix == ".rs" or path.name == "Cargo.toml") if out.exists() else []
    return done.returncode, done.stdout + done.stderr, report, "".join(path.read_text() for path in files)


def complaints(case, status, printed, report, code):
    """What is not as the case expects."""
    expected = case.get("status", 0)
    if status != expected:
        yield f"status {status}, expected {expected}: {printed.strip()[-400:]}"
    told = printed + json.dumps(report, ensure_ascii=False)
    flat = re.sub(r"\s+", " ", code)
    for key, text in (("findings", told), ("code", flat)):
        yield from (f"{key} lack /{pattern}/" for pattern in case.get(key, []) if not re.search(pattern, text))
        yield from (f"{key} have /{pattern}/" for pattern in case.get("no-" + key, []) if re.search(pattern, text))
    if "untyped" in case and report.get("typing", {}).get("untyped") != case["untyped"]:
        yield f"{report.get('typing')} untyped, expected {case['untyped']}"
    lost = report.get("nodes", {}).get("lost")
    if lost:
        yield f"lost in silence: {lost}"
    if "test" in case:
        file, _, function = case["test"].partition("::")
        if f"fn {function}(" not in (ROOT / file).read_text():
            yield f"{file} has no test {function}"


def check(out, crates):
    """One `cargo check` of all crates; returns errors and warnings."""
    shutil.copy(ROOT / "Cargo.lock", out / "Cargo.lock")
    members = ", ".join(json.dumps(str(path)) for path in crates)
    (out / "Cargo.toml").write_text(f'[workspace]\nresolver = "3"\nmembers = [{members}]\n')
    environment = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target/corpus/target-0"), "CARGO_INCREMENTAL": "0"}
    command = ["cargo", "check", "--workspace", "--offline", "--keep-going", "--quiet", "--message-format", "short"]
    done = subprocess.run(command, cwd=out, env=environment, capture_output=True, text=True)
    lines = [line for line in done.stderr.splitlines() if "error" in line or "warning" in line]
    return lines or ([f"cargo check ended with {done.returncode}: {done.stderr[-2000:]}"] if done.returncode else [])


def main():
    xtask, folder = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
    only = sys.argv[3:]
    cases = tomllib.loads((ROOT / ".ci/field.toml").read_text())["case"]
    cases = [case for case in cases if not only or any(case["input"].startswith(word) for word in only)]
    failed, passed, crates = [], 0, []
    if not only:
        failed += [f"{name}: no case" for name in sorted(marked(folder) - {case["input"] for case in cases})]
    environment = {"CARGO_MANIFEST_DIR": str(ROOT / "xtask")}
    os.environ.update(environment)
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        for place, case in enumerate(cases):
            name = f"f{place}-" + re.sub(r"[^a-z0-9]+", "-", case["input"].split(".")[0].lower())
            status, printed, report, code = generate(xtask, folder, case, name, out / name)
            wrong = list(complaints(case, status, printed, report, code))
            failed += [f"{case['input']}: {line}" for line in wrong]
            passed += not wrong
            if status == 0 and case.get("compiles", True):
                (out / name / "Cargo.toml").unlink()
                (out / name / "Cargo.lock").unlink(missing_ok=True)
                crates += [f"{name}/{name}", f"{name}/{name}-models"]
        compiled = check(out, crates) if crates else []
        failed += [f"does not compile: {line}" for line in compiled]
    for line in failed:
        print(f"field: {line}")
    print(f"field: {len(crates) // 2} compiled")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
