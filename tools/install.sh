#!/bin/sh
# Build .venv from pinned, hashed requirements and install Gradmark into it.
#
#   sh tools/install.sh PYTHON SET      SET is embedded (make run) or dev (make test, make check)
#
# Does nothing when the files it installs from are the ones of last time.
set -eu
cd "$(dirname "$0")/.."
. tools/say.sh

base_python=$1
set=$2
here=$(pwd -P)
python=$here/.venv/bin/python
log=$here/.venv/install.log

# What was installed is named by the checksums of what it was installed from.
fingerprint() {
    printf '%s\n' "$here"
    cksum tools/install.sh pyproject.toml "requirements/$1.txt"
}

is_installed() {
    stamp=.venv/installed-$1
    [ -x "$python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint "$1")" ]
}

check_python() {
    command -v "$base_python" >/dev/null 2>&1 ||
        fail "$base_python is not here: install Python 3.11 or newer, or name one: make PYTHON=python3.12 install"
    version=$("$base_python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') ||
        fail "$base_python does not run: name a Python 3.11 or newer: make PYTHON=python3.12 install"
    major=${version%%.*}
    minor=${version#*.}
    minor=${minor%%.*}
    if [ "$major" -lt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -lt 11 ]; }; then
        fail "Python $version is too old: install Python 3.11 or newer, or name one: make PYTHON=python3.12 install"
    fi
}

make_environment() {
    if [ -d .venv ] && "$python" -c '' 2>/dev/null && ! was_moved; then
        return
    fi
    check_python
    rm -rf .venv
    if "$base_python" -c 'import ensurepip' 2>/dev/null; then
        "$base_python" -m venv .venv
    elif "$base_python" -m pip --version >/dev/null 2>&1; then
        # Debian's python3-pip without python3-venv: this pip installs into .venv from outside.
        "$base_python" -m venv --without-pip .venv
    else
        fail "$base_python can build no virtual environment: install its venv module (Debian: apt install python3-venv)"
    fi || fail "$base_python -m venv failed: install its venv module (Debian: apt install python3-venv)"
    printf '%s\n' "$here" >.venv/built-in
}

# A virtual environment holds its own path, so one that was copied or moved is built anew.
was_moved() {
    [ -f .venv/built-in ] && [ "$(cat .venv/built-in)" != "$here" ]
}

pip_install() {
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip install --disable-pip-version-check --no-input "$@"
    else
        "$base_python" -m pip --python "$python" install --disable-pip-version-check --no-input "$@"
    fi >>"$log" 2>&1 || explain_pip
}

# Say in one line why pip failed; the log keeps the rest.
explain_pip() {
    in_log() { grep -Eiq -e "$1" "$log"; }
    more="Details: .venv/install.log"
    compiler="'?[^ ']*(gcc|cc|clang|[gc]\\+\\+)'?"
    if in_log "command $compiler failed: no such file|no such file or directory: $compiler|unable to execute $compiler|unknown compiler|no (acceptable )?c(\+\+)? compiler|Python\.h: no such file"; then
        package=$(sed -nE "s/.*(Failed building wheel for|Failed to build) '?([A-Za-z0-9_.-]*).*/\2/p" "$log" | head -n 1)
        fail "${package:-A dependency} has no ready-made wheel for this machine and there is no compiler to build it: apt install build-essential python3-dev. $more"
    elif in_log "No space left on device"; then
        fail "The disk is full: free about 1 GB, then run make install again. $more"
    elif in_log "Permission denied"; then
        fail "A file in .venv is not yours to change: remove .venv or take it over (chown), then run make install again. $more"
    elif in_log "do not match the hashes"; then
        fail "A downloaded package is not the one that was pinned (its hash differs): check your package index or mirror. $more"
    elif in_log "connection ?(error|refused|reset|broken)|name resolution|Max retries|NewConnectionError|timed out|unreachable|from versions: none|ProxyError|SSLError|HTTP error (401|403|407|5..)"; then
        fail "The package index cannot be reached: check the network (HTTPS_PROXY, PIP_INDEX_URL), then run make install again. $more"
    fi
    last=$(grep '^ERROR' "$log" | tail -n 1)
    fail "pip failed: ${last:-see the log}. $more"
}

if is_installed "$set" || { [ "$set" = embedded ] && is_installed dev; }; then
    exit 0
fi
[ -w . ] || fail "This folder cannot be written to: copy Gradmark into a folder of your own ($here)"
if [ -d .venv ] && [ ! -w .venv ]; then
    fail "The folder .venv cannot be written to: remove it or take it over (chown), then run make install again"
fi
make_environment
echo "Installing pinned packages into .venv (requirements/$set.txt) ..."
: >"$log"
pip_install --require-hashes --requirement "requirements/$set.txt"
pip_install --no-deps --no-build-isolation --editable .
fingerprint "$set" >".venv/installed-$set"
