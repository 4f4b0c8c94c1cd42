#!/usr/bin/env bash
# How long until a running server finds what others wrote: single changes on a second node of the same PostgreSQL, an import beside it on SQLite.
#
#   scripts/bench freshness [CHANGES]
#
# Two nodes share a PostgreSQL. CHANGES products (200) are renamed one by one through the first, while each node answers
# some 100 other searches a second; the clock stops when the second node's search finds the new name.
set -euo pipefail

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$0"
    exit 0
fi
if [[ -z ${SOUK_TEST_POSTGRES:-} ]]; then
    "$BENCH_ROOT/scripts/setup" --for bench
    exec "$BENCH_ROOT/scripts/db-up" -- bash "$0" "$@"
fi
# shellcheck source=Benchmarks/common.bash
source "$BENCH_ROOT/Benchmarks/common.bash"

export SOUK_SECRET_KEY=the-secret-of-both-nodes-of-this-shop
file=$(products_file)
DATABASE_URL=$SOUK_TEST_POSTGRES import_quietly "$file" "$work/one"
admin_key=$(DATABASE_URL=$SOUK_TEST_POSTGRES make_admin "$work/one")
start_server one DATABASE_URL="$SOUK_TEST_POSTGRES"
one=$address
start_server two DATABASE_URL="$SOUK_TEST_POSTGRES"
two=$address
python3 "$BENCH_ROOT/Benchmarks/freshness/changes.py" "$one" "$two" "$admin_key" "${1:-200}"
stop_servers

start_server three DATABASE_URL=
begin=$(milliseconds)
import_quietly "$file" "$work/three"
imported=$(milliseconds)
count=$(zcat -f "$file" | wc -l)
wait_for_total "$count"
printf 'a catalogue of %d imported beside the server (SQLite)\tfound %d ms after the import ended, which took %d ms\n' \
    "$count" $(($(milliseconds) - imported)) $((imported - begin))
