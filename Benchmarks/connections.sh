#!/usr/bin/env bash
# What connections cost: the memory of 10,000 idle ones, and what 500 that send a byte a second do to the others.
#
#   scripts/bench connections [IDLE] [SLOW]
#
# Runs as a user who may open so many files (ulimit -n). Needs wrk and Python.
set -euo pipefail

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$0"
    exit 0
fi
"$BENCH_ROOT/scripts/setup" --no-postgres --for bench
# shellcheck source=Benchmarks/common.bash
source "$BENCH_ROOT/Benchmarks/common.bash"
idle=${1:-10000} slow=${2:-500}
ulimit -n $((idle + 1000))

"$SOUK" demo --products 1000 --data "$work/shop" >/dev/null
"$SOUK" reindex --data "$work/shop" >/dev/null
start_server shop
python3 "$BENCH_ROOT/Benchmarks/connections/idle.py" "$address" "$server" "$idle"
stop_servers

# measure NAME: reads for ten seconds.
measure() {
    wrk -t1 -c64 -d10s --latency "$address/api/v1/products/search?q=lamp" |
        awk -v name="$1" '/Requests\/sec/ { rate = $2 } /99%/ { p99 = $2 } /Non-2xx/ { bad = $0 } /Socket errors/ { bad = bad $0 }
            END { printf "%-40s %6d req/s   p99 %s%s\n", name, rate, p99, bad }'
}
start_server shop
measure 'warm-up' >/dev/null
measure 'without slow clients'
python3 "$BENCH_ROOT/Benchmarks/connections/slow.py" "$address" "$slow" >"$work/slow.out" &
started+=($!)
until grep -q open "$work/slow.out"; do pause 0.1; done
measure "with $slow that send a byte a second"
pause 12
cat "$work/slow.out"
