"""Packages the generated crates of a folder's documents, and compiles what is in the packages.

    python3 .ci/package.py target/debug/xtask ../shared/corpus [--most 12] [--no-check] [--only name,name]

All crates are generated with `--layout crates` into one workspace and packaged by one `cargo package`, offline, in the order
of their dependencies. Verification by cargo would compile each package on its own; instead, the packages are unpacked into a second
workspace, in which each finds the others in place of a registry, and are compiled by one `cargo check`. A warning of either is a failure.
`--most N` takes the N smallest documents.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time


def documents(folder, most, only):
    """The documents of a folder, the smallest first, each with a name for its crate."""
    found = [path for path in folder.iterdir() if path.suffix in (".json", ".yaml", ".yml")]
    found.sort(key=lambda path: (path.stat().st_size, path.name))
    named = [(path, "".join(c if c.isalnum() else "-" for c in path.stem.lower())) for path in found]
    if only:
        named = [(path, name) for path, name in named if any(word in name for word in only.split(","))]
    # A name such as `box` is a keyword of Rust.
    return [(path, f"api-{name}") for path, name in named][:most]


def cargo(folder, target, *arguments):
    """Runs cargo, and returns what it says; fails on an error and on a warning."""
    command = ["cargo", *arguments, "--offline"]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    text = done.stderr
    if done.returncode or "warning" in text:
        print(text[-6000:])
        sys.exit(f"package: `{' '.join(command)}` failed or warned")
    return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("xtask", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--most", type=int)
    parser.add_argument("--only")
    parser.add_argument("--no-check", action="store_true", help="package only")
    arguments = parser.parse_args()
    begin = time.time()
    top = pathlib.Path(tempfile.mkdtemp(prefix="package-"))
    crates, unpacked, target = top / "crates", top / "unpacked", top / "target"
    unpacked.mkdir(parents=True)
    chosen = documents(arguments.folder, arguments.most, arguments.only)
    for path, name in chosen:
        command = [arguments.xtask, "codegen", "--spec", path, "--out", crates / name, "--name", name]
        command += ["--keep-going", "--layout", "crates"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print(done.stderr[-3000:])
            sys.exit(f"package: {path} is not generated")
    (crates / "Cargo.toml").write_text('[workspace]\nresolver = "3"\nmembers = ["*/*"]\n')
    shutil.copy("Cargo.lock", crates / "Cargo.lock")
    cargo(crates, target, "package", "--workspace", "--no-verify")
    packages = sorted((target / "package").glob("*.crate"))
    patches = []
    for package in packages:
        with tarfile.open(package) as archive:
            archive.extractall(unpacked, filter="data")
        folder = unpacked / package.stem
        manifest = (folder / "Cargo.toml").read_text()
        name = manifest.split('\nname = "')[1].split('"')[0]
        for file in ("README.md", "src/lib.rs"):
            if not (folder / file).is_file():
                sys.exit(f"package: {package.name} has no {file}")
        patches.append(f'{json.dumps(name)} = {{ path = "{folder.name}" }}\n')
    (unpacked / "Cargo.toml").write_text(
        '[workspace]\nresolver = "3"\nmembers = ["*"]\n\n[patch.crates-io]\n' + "".join(patches)
    )
    shutil.copy(crates / "Cargo.lock", unpacked / "Cargo.lock")
    packaged = time.time() - begin
    if not arguments.no_check:
        cargo(unpacked, target, "check", "--workspace", "--keep-going")
    print(
        f"package: {len(packages)} packages of {len(chosen)} documents"
        f" ({packaged:.0f} s to package, {time.time() - begin - packaged:.0f} s to compile)"
    )
    shutil.rmtree(top)


main()
