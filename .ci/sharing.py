"""Counts the pairs of equal types in generated models: those that sharing should have merged, and accidental twins.

usage: sharing.py XTASK FOLDER [--only NAME,NAME]

A pair should be one type if it is large, or if a property of the same name has each. Two components stay apart, and so do
types with different titles: a pair is left out if the document has several titles for its properties or values.
"""

import collections
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

LARGE = 4
ITEM = re.compile(r"^(?:    )?pub (struct|enum|type) (\w+)", re.M)


def plain(text):
    return re.sub(r"[^a-z0-9]", "", text.lower())


def blocks(folder):
    """Returns the body of each type, and the mapping of its fields."""
    types, wires = {}, {}
    for path in sorted(folder.glob("*.rs")):
        text = path.read_text()
        if path.stem.endswith("_serde"):
            for name, body in re.findall(r"^object! \{\n    (\w+) \{\n(.*?)^    \}", text, re.M | re.S):
                wires[name] = body
            continue
        if not text.startswith("// @generated") or "macro_rules!" in text:
            continue
        for match in ITEM.finditer(text):
            kind, name = match.groups()
            rest = text[match.end():]
            end = rest.find(";\n") if kind == "type" or rest[:1] in "(;" else rest.find("\n    }\n" if match[0].startswith(" ") else "\n}\n")
            head = text[:match.start()].rsplit("\n\n", 1)[-1]
            types[name] = (kind, head, rest[: max(end, 0)])
    return types, wires


def described(types, wires):
    """Returns the label and the references of each type, and its size."""
    labels, edges, sizes = {}, {}, {}
    for name, (kind, head, body) in types.items():
        body = re.sub(r"^\s*///.*\n", "", body, flags=re.M)
        macro = (re.findall(r"^(\w+!)", head, re.M) or [""])[0]
        tag = "".join(re.findall(r"#\[tag\(.*?\)\]", head))
        found = []

        def references(text):
            def one(match):
                if match[0] not in types:
                    return match[0]
                found.append(match[0])
                return "@"

            return re.sub(r"\b[A-Z]\w*\b", one, re.sub(r"\s+", " ", text)).strip()

        if kind == "type" or macro == "newtype!":
            labels[name], edges[name], sizes[name] = ("own", name), [], 0
            continue
        if kind == "struct" and name in wires:
            keys = dict(re.findall(r'"((?:[^"\\]|\\.)*)" => (\w+): ', wires[name]))
            keys = {field: wire for wire, field in keys.items()}
            fields = re.split(r",\n    (?=\S)", body.strip(" {\n"))
            parts = []
            for field in fields:
                match = re.search(r"pub (\w+):(.*)", field, re.S)
                if match:
                    parts.append((keys.get(match[1], match[1]), "deprecated" in field, match[2]))
            parts.sort(key=lambda part: part[0])
            shape = tuple((wire, old, references(ty)) for wire, old, ty in parts)
            kinds = tuple(sorted(re.sub(r"=> \w+", "", line.strip()) for line in wires[name].split("\n")))
            clone = "derive(Debug" in head or "Clone" in head
            labels[name], sizes[name] = ("struct", shape, kinds, "Debug" in head and clone), len(parts)
        elif macro in ("open_enum!", "open_number!"):
            values = re.findall(r"= ([^,\n]+),", body + ",")
            labels[name], sizes[name] = (macro, tuple(sorted(values))), len(values)
        else:
            variants = re.findall(r"((?:#\[value\([^\n]*\)\]\s*)*)(\w+)\((.*?)\),?\s*(?=#\[value|\w+\(|$)", body.strip(" {\n"), re.S)
            parts = sorted(variants) if tag else variants
            shape = tuple((values, references(ty)) for values, _, ty in parts)
            labels[name], sizes[name] = ("union" if variants else name, macro, tag, shape), len(variants)
        edges[name] = found
    return labels, edges, sizes


def refined(labels, edges):
    classes = labels
    count = 0
    while True:
        numbers = {}
        after = {
            name: numbers.setdefault((classes[name], tuple(classes[to] for to in edges[name])), len(numbers))
            for name in labels
        }
        if len(numbers) == count:
            return after
        classes, count = after, len(numbers)


def stated(document):
    """Returns the names of components, and the titles of each set of properties or values."""
    components = document.get("components", {}).get("schemas") or document.get("definitions") or {}
    titles = collections.defaultdict(set)
    for name, node in components.items():
        if isinstance(node, dict) and not node.get("title"):
            node["title"] = name
    todo = [document]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict):
                titles[frozenset(node["properties"])].add(plain(str(node.get("title", ""))))
            listed = node.get("enum", [node["const"]] if "const" in node else None)
            if isinstance(listed, list):
                values = frozenset(str(value) for value in listed if value is not None)
                titles[values].add(plain(str(node.get("title", ""))))
            todo.extend(node.values())
        elif isinstance(node, list):
            todo.extend(node)
    return {plain(name) for name in components}, titles


def stands_for(label):
    """Returns the properties or values of a type, by which the document is searched for titles."""
    if label[0] == "struct":
        return frozenset(wire for wire, _, _ in label[1])
    return frozenset(str(value).strip('"') for value in label[1]) if label[0].startswith("open") else None


def count(folder, document):
    types, wires = blocks(folder)
    labels, edges, sizes = described(types, wires)
    components, titles = stated(document)
    alike = refined(labels, edges)
    of_components = collections.Counter(alike[name] for name in labels if plain(name) in components)
    # What refers to two components is not equal, although the components may be.
    classes = refined({name: (label, plain(name) in components and name) for name, label in labels.items()}, edges)
    under = collections.defaultdict(set)
    for name, found in edges.items():
        if labels[name][0] == "struct":
            for wire, _, shape in labels[name][1]:
                for _ in range(shape.count("@")):
                    under[found[0]].add(plain(wire))
                    found = found[1:]
    groups = collections.defaultdict(list)
    for name, own in alike.items():
        groups[own].append(name)
    joinable, twins = [], 0
    for names in groups.values():
        for one, other in itertools.combinations(sorted(names), 2):
            named = [name for name in (one, other) if plain(name) in components]
            if len(named) == 2 or labels[one][0] in ("own", one):
                continue
            several = len(titles.get(stands_for(labels[one]), ())) > 1
            agree = sizes[one] >= LARGE or under[one] & under[other] - {""}
            if named and labels[one][0] == "union":
                several = True
            # A reference to one of two equal components is no reference to the other.
            if named:
                is_equal = of_components[alike[one]] == 1 and not any(of_components[alike[to]] > 1 for to in edges[one])
            else:
                is_equal = classes[one] == classes[other]
            if is_equal and agree and not several:
                joinable.append((one, other))
            else:
                twins += 1
    return len(types), joinable, twins


def main():
    xtask, folder = sys.argv[1:3]
    only = sys.argv[4].split(",") if sys.argv[3:4] == ["--only"] else []
    total = 0
    for path in sorted(pathlib.Path(folder).iterdir()):
        if path.suffix not in (".json", ".yaml") or (only and path.stem not in only):
            continue
        text = path.read_text()
        document = json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.CSafeLoader)
        with tempfile.TemporaryDirectory() as out:
            command = [xtask, "codegen", "--spec", path, "--out", out, "--name", "sample", "--keep-going"]
            if subprocess.run(command, capture_output=True).returncode:
                continue
            types, joinable, twins = count(pathlib.Path(out) / "sample-models" / "src", document)
        total += len(joinable)
        print(f"{path.name}: {types} types, {len(joinable)} pairs to merge, {twins} twins", *joinable[:3])
    sys.exit(total > 0)


main()
