#!/usr/bin/env bash
# How long a start takes until the first answer, and the memory of the idle server, with the shared Icecat products (else a demo shop).
set -euo pipefail

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

for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    begin=$(date +%s%N)
    "$SOUK" serve --port "$port" --data "$work" >/dev/null &
    server=$!
    until curl -sf "http://127.0.0.1:$port/api/v1/products/search?q=speaker" -o /dev/null; do
        kill -0 "$server" || exit 1
        read -rt 0.002 <> <(:) || true
    done
    printf '%s %s\n' $((($(date +%s%N) - begin) / 1000000)) "$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")"
    kill "$server"
    wait "$server" || true
    server=
done | sort -n | awk '{ ms[NR] = $1; mb[NR] = $2 } END { printf "start to first answer\t%d ms (median of 5)\nmemory when idle\t%d MB\n", ms[int((NR + 1) / 2)], mb[int((NR + 1) / 2)] }'
