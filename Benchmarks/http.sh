#!/usr/bin/env bash
# Requests a second over HTTP: product, list, search, suggestions, beside the smallest answer of the same server. Option: postgres.
set -euo pipefail

command -v wrk >/dev/null || {
    echo "scripts/bench http needs wrk: apt-get install wrk" >&2
    exit 1
}
if [[ ${1:-} == postgres && -z ${DATABASE_URL:-} ]]; then
    # shellcheck disable=SC2016 # expanded by the shell that db-up starts
    exec "$SOUK_ROOT/scripts/db-up" -- bash -c 'DATABASE_URL=$SOUK_TEST_POSTGRES exec bash "$0" postgres' "$0"
fi
work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
export LOG_LEVEL=error
file=$SOUK_ROOT/../shared/data/search/icecat.products.jsonl.gz
if [[ -e $file ]]; then
    "$SOUK" import "$file" --data "$work" --rejects /dev/null >/dev/null || [[ $? == 3 ]]
else
    "$SOUK" demo --products 20000 --data "$work" >/dev/null
fi
"$SOUK" reindex --data "$work" >/dev/null
"$SOUK" serve --port 0 --data "$work" >"$work/out" &
server=$!
until grep -q listening "$work/out"; do
    kill -0 "$server"
    read -rt 0.05 <> <(:) || true
done
address=$(awk '{ print $3 }' "$work/out")
slug=$(curl -s "$address/api/v1/products?page_size=1" | jq -r '.items[0].slug')

measure() {
    wrk -t1 -c64 -d5s --latency "$address$2" | awk -v name="$1" \
        '/Requests\/sec/ { rate = $2 } /99%/ { p99 = $2 } /Non-2xx/ { bad = " (" $0 ")" } END { printf "%-12s %8d req/s   p99 %s%s\n", name, rate, p99, bad }'
}
measure healthz /healthz
measure product "/api/v1/products/$slug"
measure list "/api/v1/products?page_size=20"
measure search "/api/v1/products/search?q=bluetooth+speaker"
measure suggestions "/api/v1/products/suggestions?q=blu"
