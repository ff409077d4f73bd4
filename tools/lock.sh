#!/bin/sh
# Pin every dependency of pyproject.toml with its hashes. dev.txt holds everything, and the two that
# people install are cut from it, so that tests run on the versions that are deployed.
set -eu
cd "$(dirname "$0")/.."
. tools/say.sh

uv=$(command -v .venv/bin/uv || command -v uv) || fail "uv is missing: .venv/bin/pip install uv"

compile() {
    "$uv" pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-annotate --no-header -q "$@"
}

compile pyproject.toml --all-extras --group build --group test --group check -o requirements/dev.txt
compile pyproject.toml --extra embedded --group build -c requirements/dev.txt -o requirements/embedded.txt
compile pyproject.toml -c requirements/dev.txt -o requirements/runtime.txt
# The image is built with these; they are not part of it.
compile --group pyproject.toml:build -c requirements/dev.txt -o requirements/build.txt
compile tools/node.in -o tools/node.txt
