#!/usr/bin/env bash
# Builds the wheel, installs it in an empty environment and uses it from another folder.  Usage: tests/wheel.sh PYTHON
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
python=$root/${1:-.venv/bin/python}
away=$(mktemp -d)
trap 'rm -rf "$away" "$root/build"' EXIT

rm -rf build # setuptools would pack what an earlier build left there
PYTHONWARNINGS=ignore "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$away/dist" .
"$python" -m venv "$away/empty"
sed -n '/==/s/ *\\$//p' requirements.lock >"$away/constraints.txt"
"$away/empty/bin/python" -m pip install --quiet --disable-pip-version-check --constraint "$away/constraints.txt" "$away"/dist/malspar-*.whl
cp -r corpus/demo/documents "$away/documents"

cd "$away"
documents=(documents/*)
PATH=$away/empty/bin:$PATH
python -c 'import malspar, sys; sys.exit(not malspar.__file__.startswith(sys.prefix))' # the installed one, not the checkout
malspar --version
malspar extract "${documents[0]}" | python -c 'import json, sys; print(json.load(sys.stdin)["document"]["organisation"])'
malspar add goals.db "${documents[@]:0:3}"
malspar goals goals.db | head -n 3
echo "The wheel works away from its source."
