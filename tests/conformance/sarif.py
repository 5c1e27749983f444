"""The findings of real documents as SARIF, against the schema of OASIS.

usage: sarif.py SCHEMA TOOL DOCUMENT...

SCHEMA is `sarif-schema-2.1.0.json`, TOOL the built command `clientwright`. Needs python 3 with `jsonschema` installed. Ends with 1 when
the output of a document does not fit the schema, when a document gives no output, or when none gives a finding.
"""

import json
import subprocess
import sys
import tempfile

import jsonschema


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.validators.validator_for(schema)(schema)
    failed, findings = 0, 0
    for document in sys.argv[3:]:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.argv[2], "generate", "--spec", document, "--out", folder + "/out", "--name", "sarif-test", "--keep-going", "--format", "sarif"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            log = json.loads(done.stdout)
        except json.JSONDecodeError as error:
            print(f"{document}: status {done.returncode}, no JSON: {error}")
            failed += 1
            continue
        errors = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(log)]
        count = len(log["runs"][0]["results"])
        findings += count
        failed += bool(errors)
        print(f"{document}: {count} findings, {len(errors)} violations")
        print("".join(f"  {line}\n" for line in errors[:5]), end="")
    print(f"{len(sys.argv) - 3 - failed} of {len(sys.argv) - 3} documents fit the schema; {findings} findings")
    return 1 if failed or not findings else 0


if __name__ == "__main__":
    sys.exit(main())
