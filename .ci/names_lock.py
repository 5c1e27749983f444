"""Changes large documents and checks that `names.lock` keeps every name.

usage: names_lock.py TOOL CORPUS [--only NAME,NAME] [--all]

TOOL is `xtask` or `clientwright`. Each document is generated with an empty lock. Then, with that lock: components, operations and properties that want the
names it has are added first, in the middle and last; the order of every object is reversed; a component is renamed; an
operation is removed and added again. A name that is missing or belongs to something else is an error.
"""

import argparse
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

DOCUMENTS = ["github-octokit", "openai", "box", "vercel", "discord"]
# Those that take a few seconds.
FAST = ["box", "discord"]
METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]
ITEM = re.compile(r"^\s*(?:pub )?(?:async )?(?:struct|enum|type|fn) (\w+)|^\s*pub (\w+): ", re.M)


def load(path):
    if path.suffix == ".json":
        return json.loads(path.read_text())
    import yaml
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    # A date stays text.
    loader.yaml_implicit_resolvers = {
        key: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
        for key, rules in loader.yaml_implicit_resolvers.items()
    }
    return json.loads(json.dumps(yaml.load(path.read_text(), loader), default=str))


class Run:
    """The generator, with a document and a lock in a folder."""

    def __init__(self, tool, folder):
        self.tool, self.folder = tool, folder

    def command(self, options):
        is_check = "--check" in options
        if pathlib.Path(self.tool).name == "xtask":
            return ["codegen", "--check"] if is_check else ["codegen"]
        return ["check" if is_check else "generate"]

    def __call__(self, document, lock, *options, expected=0):
        spec, names, out = self.folder / "document.json", self.folder / "names.lock", self.folder / "out"
        spec.write_text(json.dumps(document))
        names.write_text(lock)
        command = [self.tool, *self.command(options), "--spec", spec, "--out", out, "--name", "sample", "--keep-going", "--names", names]
        options = [option for option in options if option != "--check"]
        run = subprocess.run([*command, *options], capture_output=True, text=True)
        if run.returncode != expected:
            sys.exit(f"status {run.returncode}, and should be {expected}:\n{run.stderr[-2000:]}")
        code = {}
        for path in sorted(out.rglob("*.rs")):
            text = path.read_text()
            code[str(path.relative_to(out))] = text
        return names.read_text(), code, run.stderr


def lines(lock):
    return [line for line in lock.splitlines() if not line.startswith("#")]


def named(lock):
    """What each name belongs to, without the hash of its structure and without places."""
    return {tuple(line.split()[:2]) for line in lines(lock)}


def surface(code):
    names = set()
    for text in code.values():
        names.update(one or other for one, other in ITEM.findall(text))
    return names


def inserted(mapping, key, value, where):
    items = list(mapping.items())
    at = {"first": 0, "middle": len(items) // 2, "last": len(items)}[where]
    return dict(items[:at] + [(key, value)] + items[at:])


def schemas(document):
    return document.setdefault("components", {}).setdefault("schemas", {})


def with_additions(document, lock, where):
    """Adds what wants the names of the lock."""
    document = copy.deepcopy(document)
    wanted = [line.split()[1] for line in lines(lock) if line.startswith("type ")]
    wanted = wanted[:: max(1, len(wanted) // 40)]
    words = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() for name in wanted]
    values = {"type": "string", "enum": ["orbit", "comet"]}
    properties = {word: dict(values, enum=["orbit", word]) for word in words}
    keys = {f"Planet{where}": {"type": "object", "properties": properties}}
    # A component with the very name of a type.
    keys.update((name, {"type": "object", "properties": {"orbit": {"type": "string"}}}) for name in wanted[:5] if name not in schemas(document))
    for key, schema in keys.items():
        document["components"]["schemas"] = inserted(schemas(document), key, schema, where)
    body = {"type": "object", "properties": {"inner": {"type": "object", "properties": {"orbit": {"type": "string"}}}, **properties}}
    operation = {
        "operationId": "planets/list",
        "parameters": [{"name": word, "in": "query", "schema": {"type": "string", "enum": ["comet", word]}} for word in words[:10]],
        "responses": {"200": {"description": "All.", "content": {"application/json": {"schema": body}}}},
    }
    document["paths"] = inserted(document["paths"], "/planets", {"get": operation}, where)
    # A component that is the type of inline schemas too is told apart from them if it changes.
    joined = {line.split()[2] for line in lines(lock) if line.startswith("component ")}
    for key, schema in list(schemas(document).items())[::7]:
        if key not in joined and isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
            schema["properties"] = inserted(schema["properties"], "unrelated_orbit", {"type": "object", "properties": {"radius": {"type": "number"}}}, where)
    return document


def reverse(value, is_map=True):
    if isinstance(value, dict):
        return {key: reverse(inner) for key, inner in reversed(value.items())}
    return [reverse(item) for item in value] if isinstance(value, list) else value


def with_renamed_component(document, lock):
    """Renames a component that has types of its own, and says which."""
    roots = [line.split()[3].split("/") for line in lines(lock) if line.startswith("type ") and len(line.split()) == 4]
    found = [root for root, *rest in roots if rest and root in schemas(document)]
    if not found:
        return None, None
    key = found[len(found) // 2]
    text = json.dumps(document).replace(f'"#/components/schemas/{key}"', '"#/components/schemas/Renamed_orbit"')
    document = json.loads(text)
    document["components"]["schemas"] = {("Renamed_orbit" if name == key else name): schema for name, schema in schemas(document).items()}
    return document, key


def check(tool, document, report):
    with tempfile.TemporaryDirectory() as folder:
        run = Run(tool, pathlib.Path(folder))
        before, code, _ = run(document, "")
        report(f"{len(lines(before))} lines, {sum(1 for line in lines(before) if line.startswith('type '))} types")
        again, same, _ = run(document, before)
        report("second run", again == before and same == code, set(lines(before)) ^ set(lines(again)))
        run(document, before, "--check")
        for where in ["first", "middle", "last"]:
            changed = with_additions(document, before, where)
            after, new, _ = run(changed, before)
            lost = named(before) - named(after)
            unused = [line for line in lines(after) if line.endswith("(unused)")]
            gone = surface(code) - surface(new)
            report(f"additions {where}", not (lost or unused or gone), lost, unused, gone)
            report(f"additions {where}, second run", run(changed, after)[0] == after)
        stale = run(with_additions(document, before, "last"), before, "--check", expected=4)
        report("stale", stale[0] == before)
        after, new, _ = run(reverse(document), before)
        report("reversed", after == before and surface(new) == surface(code), set(lines(before)) ^ set(lines(after)), surface(new) ^ surface(code))
        moved, key = with_renamed_component(document, before)
        if moved:
            after, new, _ = run(moved, before)
            unused = [line for line in lines(after) if line.endswith("(unused)")]
            report(f"{key} renamed", not (named(before) - named(after) or unused), named(before) - named(after), unused)
        less = copy.deepcopy(document)
        # The operation with the most types.
        path = max(less["paths"], key=lambda path: len(json.dumps(less["paths"][path])))
        del less["paths"][path]
        after, *_ = run(less, before)
        report(f"{path} removed", named(after) >= named(before), named(before) - named(after))
        again, *_ = run(document, after)
        report(f"{path} added again", named(again) == named(before) and "(unused)" not in again, named(again) ^ named(before))
        pruned, *_ = run(less, after, "--prune-names")
        report("pruned", "(unused)" not in pruned)
        broken = before + "type orbit\n"
        _, _, words = run(document, broken, expected=3)
        report("malformed", f"names.lock:{len(broken.splitlines())}" in words, words[-300:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--only")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    chosen = arguments.only.split(",") if arguments.only else DOCUMENTS if arguments.all else FAST
    failed = []
    for name in chosen:
        path = next(iter(sorted(arguments.corpus.glob(f"{name}.*"))))

        def report(words, is_right=True, *details):
            print(f"{name}: {words}{'' if is_right else ': WRONG'}", flush=True)
            if not is_right:
                failed.append(f"{name}: {words}")
                for detail in details:
                    print("  ", str(sorted(detail) if isinstance(detail, set) else detail)[:1500])

        check(arguments.tool, load(path), report)
    if failed:
        sys.exit(f"{len(failed)} of the checks failed: {'; '.join(failed)}")


main()
