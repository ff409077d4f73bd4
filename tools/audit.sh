#!/bin/sh
# Look the pinned packages up in the list of known vulnerabilities. A finding fails; a service that
# cannot be reached, or that answers without knowing any package (as a mirror of PyPI does), is
# reported and does not fail, so that work goes on without a network.
#
#   sh tools/audit.sh PIP-AUDIT
set -eu
cd "$(dirname "$0")/.."

requirements=requirements/embedded.txt
found=0
said=$("$1" --require-hashes --disable-pip --progress-spinner off --timeout 10 \
    --requirement "$requirements" 2>&1 </dev/null) || found=$?

# Lines with a marker (" ; ") are for some machines only, so they may or may not be looked up here.
all=$(grep '^[A-Za-z]' "$requirements" | grep -vc ' ; ')
unknown=$(printf '%s\n' "$said" | grep -c 'could not be audited') || true
if { [ "$found" -eq 0 ] && [ "$unknown" -ge "$all" ]; } || { [ "$found" -ne 0 ] &&
    printf '%s\n' "$said" | grep -Eq 'ConnectionError|ConnectTimeout|ReadTimeout|Max retries exceeded|ServiceError'; }; then
    echo "pip-audit: its service is not reachable, so none of these packages was looked up."
    exit 0
fi
printf '%s\n' "$said"
exit "$found"
