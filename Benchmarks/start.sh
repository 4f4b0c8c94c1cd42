#!/usr/bin/env bash
# How long a start takes until the first answer, and the memory of the idle server, with the shared Icecat products (else a demo shop).
set -euo pipefail

# shellcheck source=Benchmarks/common.bash
source "$BENCH_ROOT/Benchmarks/common.bash"
import_quietly "$(products_file)" "$work/shop"
"$SOUK" reindex --data "$work/shop" >/dev/null

# The table that answers while the index cannot is built at the first start, and not again.
start_server shop
until python3 - "$work/shop/souk.db" <<'PYTHON'; do pause 0.2; done
import sqlite3, sys
state = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT is_built FROM search_documents_state")
sys.exit(not state.fetchone()[0])
PYTHON
stop_servers

for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 12000))
    begin=$(milliseconds)
    "$SOUK" serve --port "$port" --data "$work/shop" >/dev/null &
    server=$!
    started+=("$server")
    until curl -sf "http://127.0.0.1:$port/api/v1/products/search?q=speaker" -o /dev/null; do
        kill -0 "$server" || exit 1
        pause 0.002
    done
    answered=$(milliseconds)
    curl -sf "http://127.0.0.1:$port/api/v1/products" -o /dev/null
    pause 2
    printf '%s %s\n' $((answered - begin)) "$(resident "$server")"
    stop_servers
done | sort -n | awk '{ ms[NR] = $1; mb[NR] = $2 } END {
    printf "start to first answer\t%d ms (median of 5), %d ms at most\nmemory when idle\t%d MB\n", ms[int((NR + 1) / 2)], ms[NR], mb[int((NR + 1) / 2)] }'
