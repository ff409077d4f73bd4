#!/bin/sh
# Make sure that a program which only tests need is on this machine.
#
#   sh tools/ensure.sh browser      Chromium or Chrome, for browser tests
#   sh tools/ensure.sh clock        faketime, for the fault tests that let a process's clock jump
#   sh tools/ensure.sh compose      docker compose or docker-compose, to check docker-compose.yml
set -eu
cd "$(dirname "$0")/.."
. tools/say.sh

python=.venv/bin/python
log=.venv/ensure.log

# Only root may install system packages, and only Debian and its kin have apt-get.
install_with_apt() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installing $1 with apt-get ..."
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    { apt-get update -q && apt-get install -q -y --no-install-recommends "$1"; } >>"$log" 2>&1 </dev/null
}

has_browser() { "$python" -m tests.real_parts.browser >>"$log" 2>&1; }

fetch_browser() {
    echo "No browser found: fetching Playwright's Chromium ..."
    "$python" -m playwright install chromium >>"$log" 2>&1 </dev/null
}

has_clock() { command -v faketime >>"$log" 2>&1; }

has_compose() {
    docker compose version >>"$log" 2>&1 || docker-compose version >>"$log" 2>&1
}

: >"$log"
case $1 in
browser)
    has_browser || { fetch_browser && has_browser; } || { install_with_apt chromium && has_browser; } ||
        fail "Browser tests need Chromium or Chrome: install one (Debian: apt install chromium), then run make test again. Details: $log"
    ;;
clock)
    has_clock || { install_with_apt faketime && has_clock; } ||
        fail "Tests of a wrong clock need faketime: install it (Debian: apt install faketime; macOS: brew install libfaketime), then run make test again. Details: $log"
    ;;
compose)
    has_compose || { install_with_apt docker-compose && has_compose; } ||
        fail "Checking docker-compose.yml needs Compose: install it (Debian: apt install docker-compose), then run make check again. Details: $log"
    ;;
*)
    fail "usage: sh tools/ensure.sh browser|clock|compose"
    ;;
esac
