#!/usr/bin/env bash
# What the drivers cost: point reads beside pgbench with the same clients, and beside bare GRDB. Options: seconds of a round, rounds.
# needs: DriverBench
set -euo pipefail

seconds=${1:-2} rounds=${2:-5}
if [[ -z ${DATABASE_URL:-} ]]; then
    # shellcheck disable=SC2016 # expanded by the shell that db-up starts
    exec "$BENCH_ROOT/scripts/db-up" -- bash -c 'DATABASE_URL=$SOUK_TEST_POSTGRES exec bash "$0" "$@"' "$0" "$@"
fi
pgbench=$(compgen -G '/usr/lib/postgresql/*/bin/pgbench' | sort -V | tail -n 1 || true)
pgbench=${pgbench:-$(command -v pgbench)}
driver=$BENCH_ROOT/.build/release/DriverBench
export DATABASE_URL
"$pgbench" -i -q -s 1 "$DATABASE_URL" >/dev/null 2>&1

median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

printf '%-8s %12s %12s %8s\n' clients pgbench/s souk/s ratio
for clients in 1 4 10 16; do
    theirs=() ours=()
    for ((round = 0; round < rounds; round++)); do
        theirs+=("$("$pgbench" -n -S -M prepared -c "$clients" -j 2 -T "$seconds" "$DATABASE_URL" 2>/dev/null |
            awk '/^tps/ { printf "%d", $3 }')")
        ours+=("$("$driver" postgres "$clients" "$seconds")")
    done
    awk -v clients="$clients" -v a="$(printf '%s\n' "${theirs[@]}" | median)" -v b="$(printf '%s\n' "${ours[@]}" | median)" \
        'BEGIN { printf "%-8d %12d %12d %8.2f\n", clients, a, b, b / a }'
done
read -r ours bare < <("$driver" sqlite $((seconds * 2)))
awk -v ours="$ours" -v bare="$bare" \
    'BEGIN { printf "SQLite read: souk %.1f µs, bare GRDB %.1f µs, difference %.1f µs\n", ours, bare, ours - bare }'
