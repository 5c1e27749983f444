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
    required = schema.get("required", [])
    out["required"] = sorted(required) if isinstance(required, list) else []
    if "items" in schema:
        out["items"] = flat(schema["items"])
    out["properties"] = {name: flat(value) for name, value in schema.get("properties", {}).items()}
    return out


def codes(headers):
    header = headers.get("x-cloud-error-codes", {})
    return header.get("enum", header.get("schema", {}).get("enum", []))


# One text of several values with commas between them, which is the array that we write in its place.
LISTS = {"invitation_tokens", "user_ids"}


def parameters(operation, vendor):
    """Facts of the parameters and the body, by name; a body is called `body`."""
    ours = {}
    for parameter in operation.get("parameters", []):
        schema = flat(parameter["schema"])
        if parameter["name"] in LISTS and schema.get("items", {}).get("type") == "string":
            schema = flat({"type": "string"})
        ours[parameter["name"]] = (parameter["in"], parameter.get("required", False), schema)
    if "requestBody" in operation:
        body = operation["requestBody"]
        ours["body"] = ("body", body.get("required", False), flat(body["content"]["application/json"]["schema"]))
    theirs = {}
    for parameter in vendor.get("parameters", []):
        theirs[parameter["name"]] = (parameter["in"], parameter.get("required", False), flat(parameter.get("schema", parameter)))
    return ours, theirs


def compare_operation(name, operation, vendor):
    if operation["operationId"] != vendor["operationId"]:
        yield f"{name}: operationId {operation['operationId']!r} and {vendor['operationId']!r}"
    if operation["tags"] != vendor["tags"][:1]:
        yield f"{name}: tags {operation['tags']} and {vendor['tags']}"
    if operation.get("deprecated", False) != ("deprecated" in vendor["description"]):
        yield f"{name}: one is deprecated and the other is not"
    if set(operation["responses"]) != set(vendor["responses"]):
        yield f"{name}: statuses {sorted(operation['responses'])} and {sorted(vendor['responses'])}"
    ours, theirs = parameters(operation, vendor)
    if ours != theirs:
        yield f"{name}: parameters {ours} and {theirs}"
    for status, reply in operation["responses"].items():
        there = vendor["responses"].get(status, {})
        if codes(reply.get("headers", {})) != codes(there.get("headers", {})):
            yield f"{name} {status}: the error codes differ"
        if ("content" in reply) != ("schema" in there):
            yield f"{name} {status}: one has a body and the other has none"
        for media in reply.get("content", {}).values():
            if flat(media["schema"]) != flat(there.get("schema", {})):
                yield f"{name} {status}: the bodies differ"


def compare(ours, theirs):
    count = 0
    for path, item in ours["paths"].items():
        for method, operation in item.items():
            name = f"{method.upper()} {path}"
            vendor = theirs["paths"].get(path, {}).get(method)
            count += 1
            if vendor is None:
                yield f"{name}: the vendor has no such operation"
            else:
                yield from compare_operation(name, operation, vendor)
    for path, item in theirs["paths"].items():
        for method in item:
            count += 1
            if method not in ours["paths"].get(path, {}):
                yield f"{method.upper()} {path}: the vendor has it, and it is not described"
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
