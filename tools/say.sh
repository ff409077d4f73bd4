# Read by the other scripts: how they end when something is missing.

# Print one line that says what is wrong and what to do, then end.
fail() {
    printf 'gradmark: %s\n' "$1" >&2
    exit 1
}
