#!/usr/bin/env bash
# Compares the parser with CPython 3.14: npm's pyodide, of which no other Python package is needed,
# under Node. Needs node and npm; run it from the root of the repository.
# It also records testdata/golden314 anew when its first argument is -update.
set -euo pipefail
for tool in node npm; do
  command -v "$tool" >/dev/null || { echo "conformance-314 needs $tool: install Node 20 or later" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm install --silent --no-audit --no-fund --ignore-scripts pyodide@314.0.7)
export SEKISHO_PYODIDE="$folder" CGO_ENABLED=0
go test -count=1 -v -timeout 20m -run 'Test(StandardLibrary|Mutants|Soups)/^3\.14$' ./policy/python
go test -count=1 -run TestGoldens ./policy/python "$@"
