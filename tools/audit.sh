#!/bin/sh
# Look the pinned packages up in the list of known vulnerabilities. A finding fails; a service that
# cannot be reached is reported and does not, so that work goes on without a network.
#
#   sh tools/audit.sh PIP-AUDIT
set -eu
cd "$(dirname "$0")/.."

found=0
said=$("$1" --require-hashes --disable-pip --progress-spinner off --timeout 10 \
    --requirement requirements/embedded.txt 2>&1 </dev/null) || found=$?
if [ "$found" -ne 0 ] && printf '%s' "$said" | grep -Eq 'ConnectionError|ConnectTimeout|ReadTimeout|Max retries exceeded|Could not connect|ServiceError|HTTPError'; then
    echo "pip-audit: its service is not reachable, so nothing was looked up."
    exit 0
fi
printf '%s\n' "$said"
exit "$found"
