"""Compares the bundled Elastic Cloud description with the vendor's Swagger 2.0 document of the organizations part.

Words are ours and may differ; facts may not. Exits 1 with a line for each difference.
"""

import json
import sys


def flat(schema):
    """A schema without words: its type, format, items, required flags and properties; references by name."""
    if "allOf" in schema and len(schema["allOf"]) == 1:
        return flat(schema["allOf"][0])
    if "$ref" in schema:
        return "-> " + schema["$ref"].rsplit("/", 1)[-1]
    out = {key: schema[key] for key in ("type", "format", "enum") if key in schema}
    out["required"] = sorted(schema.get("required", []))
    if "items" in schema:
        out["items"] = flat(schema["items"])
    out["properties"] = {name: flat(value) for name, value in schema.get("properties", {}).items()}
    return out


def codes(headers):
    header = headers.get("x-cloud-error-codes", {})
    return header.get("enum", header.get("schema", {}).get("enum", []))


def compare(ours, theirs):
    count = 0
    for path, item in ours["paths"].items():
        for method, operation in item.items():
            name = f"{method.upper()} {path}"
            vendor = theirs["paths"].get(path, {}).get(method)
            count += 1
            if vendor is None:
                yield f"{name}: the vendor has no such operation"
                continue
            if operation["operationId"] != vendor["operationId"]:
                yield f"{name}: operationId {operation['operationId']!r} and {vendor['operationId']!r}"
            if set(operation["responses"]) != set(vendor["responses"]):
                yield f"{name}: statuses {sorted(operation['responses'])} and {sorted(vendor['responses'])}"
            for status, reply in operation["responses"].items():
                there = vendor["responses"].get(status, {})
                if codes(reply.get("headers", {})) != codes(there.get("headers", {})):
                    yield f"{name} {status}: the error codes differ"
                for media in reply.get("content", {}).values():
                    if flat(media["schema"]) != flat(there.get("schema", {})):
                        yield f"{name} {status}: the bodies differ"
    for name, schema in ours["components"]["schemas"].items():
        count += 1
        vendor = theirs["definitions"].get(name)
        if vendor is None:
            yield f"schema {name}: the vendor has none"
        elif flat(schema) != flat(vendor):
            yield f"schema {name}: {flat(schema)} and {flat(vendor)}"
    yield count


def main():
    ours, theirs = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    *differences, count = compare(ours, theirs)
    for line in differences:
        print("differs:", line)
    print(f"{count - len(differences)} passed, {len(differences)} failed")
    sys.exit(1 if differences or not count else 0)


main()
