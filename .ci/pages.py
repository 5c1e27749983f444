"""Captures every reference page of a folder: each gives a fragment that bundles, or is refused with its place.

A copy on one line gives the same. A page whose first line is a comment of the archive is read without it.

usage: pages.py XTASK FOLDER
"""

import pathlib
import re
import subprocess
import sys
import tempfile


def capture(xtask, text, folder, *options):
    page = folder / "page.md"
    page.write_text(text)
    command = [xtask, "capture", page, "--api", "elastic-cloud", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def check(xtask, path, folder):
    """What came of a page, and what is wrong with that."""
    text = re.sub(r"\A<!--.*?-->\n", "", path.read_text(), flags=re.DOTALL)
    whole = text.rstrip().endswith("[Powered by Bump.sh](https://bump.sh)")
    lines, flat = (capture(xtask, form, folder, "--dry-run") for form in (text, " ".join(text.split())))
    # The hash is that of the copy's bytes.
    said = [re.sub(r"sha256: .*", "", run.stdout) for run in (lines, flat)]
    if "panicked" in lines.stderr or lines.returncode not in (0, 3, 4):
        return "failed", f"ended with {lines.returncode}: {lines.stderr}"
    if (lines.returncode, said[0]) != (flat.returncode, said[1]):
        return "failed", "its copy on one line gives something else"
    if lines.returncode == 3:
        placed = re.search(r"page\.md:\d+:\d+", lines.stderr)
        early = whole or "ends early" in lines.stderr or "omits fields" in lines.stderr
        return ("refused", None) if placed and early else ("failed", f"refused without its place or reason: {lines.stderr}")
    checked = capture(xtask, text, folder, "--check")
    there = "no fragment describes" not in checked.stderr
    if there and checked.returncode != lines.returncode and checked.returncode not in (0, 4):
        return "failed", f"cannot be compared with the fragment: {checked.stderr}"
    if there and checked.returncode == 4:
        return "differs", None
    return ("agrees" if there else "captured"), None


def main():
    xtask, pages = sys.argv[1], sorted(pathlib.Path(sys.argv[2]).glob("*.md"))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in pages:
            outcome, wrong = check(xtask, path, pathlib.Path(folder))
            print(f"{outcome:>9} {path.name}{': ' + wrong if wrong else ''}")
            failed += wrong is not None
    print(f"{len(pages) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not pages else 0)


main()
