#!/bin/sh
# Writes requirements*.txt: exact versions with hashes for every platform, from pyproject.toml. Needs uv on the path.
set -eu
cd "$(dirname "$0")/.."

compile() {
    target=$1
    shift
    uv pip compile "$@" --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links --output-file "$target"
    { echo "# Written by tools/lock.sh (make lock) from pyproject.toml."; cat "$target"; } >"$target.new"
    mv "$target.new" "$target"
}

compile requirements.txt pyproject.toml --extra telegram --extra postgres --group build
compile requirements-dev.txt pyproject.toml --extra telegram --extra postgres --group build --group dev --constraints requirements.txt
compile requirements-bench.txt pyproject.toml --extra encoder --group bench --constraints requirements-dev.txt
