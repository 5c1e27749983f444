"""Adds an unrelated operation to a large document and says which generated files changed: those of its tag, and lists.

usage: unrelated.py XTASK DOCUMENT TAG
"""

import json
import pathlib
import subprocess
import sys
import tempfile


def generate(xtask, document, folder, name):
    spec = folder / f"{name}.json"
    spec.write_text(json.dumps(document))
    out = folder / "out"
    command = [xtask, "codegen", "--spec", spec, "--out", out, "--name", "sample", "--keep-going"]
    subprocess.run(command, check=True, capture_output=True)
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.rs")}


def main():
    xtask, path, tag = sys.argv[1:]
    document = json.loads(pathlib.Path(path).read_text())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        before = generate(xtask, document, folder, "document")
        body = {"type": "object", "properties": {"inner": {"type": "object", "properties": {"orbit": {"type": "string"}}}}}
        paths = dict(document["paths"])
        # In the middle, so that whatever is counted from the beginning moves.
        items = list(paths.items())
        operation = {
            "operationId": "planets/list",
            "tags": [tag],
            "responses": {"200": {"description": "All.", "content": {"application/json": {"schema": body}}}},
        }
        middle = len(items) // 2
        document["paths"] = dict(items[:middle] + [("/planets", {"get": operation})] + items[middle:])
        after = generate(xtask, document, folder, "document")
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    module = tag.replace("-", "_")
    models = {f"sample-models/src/{name}.rs" for name in (module, f"{module}_serde", "lib")}
    expected = models | {f"sample/src/{module}.rs", "sample/src/lib.rs"}
    print(f"{len(changed)} of {len(after)} files changed: {', '.join(changed)}")
    sys.exit(0 if changed and set(changed) <= expected else 1)


main()
