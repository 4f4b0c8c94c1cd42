#!/usr/bin/env bash
# Jobs a second: enqueued, and run by 1 and 4 workers, on SQLite and PostgreSQL; also beside a backlog. Option: BACKLOG (default 1000000).
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
backlog=${1:-1000000}
export LOG_LEVEL=error backlog work

# measure NAME OPTIONS…: three runs in shops of their own; the median of each figure.
measure() {
    local name=$1 round
    shift
    for round in 1 2 3; do
        "$SOUK" bench jobs --data "$work/$name-$round" --json "$@"
        if [[ -n ${DATABASE_URL:-} ]]; then
            "$SOUK" migrate down --to 0 --yes --data "$work/$name-$round" >/dev/null
        fi
        rm -rf "${work:?}/$name-$round"
    done | jq -cs --arg name "$name" \
        '. as $runs | {name: $name} + (.[0] | with_entries(.key as $key | .value = ($runs | map(.[$key]) | sort | .[1])))'
}

measure_all() {
    measure "$1-1-worker"
    measure "$1-4-workers" --workers 4
    measure "$1-1-worker-once" --once
    measure "$1-4-workers-once" --workers 4 --once
    measure "$1-backlog" --backlog "$backlog"
}
export -f measure measure_all

measure_all sqlite
# shellcheck disable=SC2016 # expanded by the shell that db-up starts
"$BENCH_ROOT/scripts/db-up" -- bash -c 'DATABASE_URL=$SOUK_TEST_POSTGRES measure_all postgres'
