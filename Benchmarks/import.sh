#!/usr/bin/env bash
# How many products a second go in, on SQLite (both safety levels) and PostgreSQL. Options: FILE (default: the shared Icecat file, else a demo export).
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

source_file() {
    if [[ -n ${1:-} ]]; then
        printf '%s\n' "$1"
    elif [[ -e $SOUK_ROOT/../shared/data/search/icecat.products.jsonl.gz ]]; then
        printf '%s\n' "$SOUK_ROOT/../shared/data/search/icecat.products.jsonl.gz"
    else
        "$SOUK" demo --products 20000 --data "$work/demo" >/dev/null
        "$SOUK" export --data "$work/demo" >"$work/demo.jsonl"
        printf '%s\n' "$work/demo.jsonl"
    fi
}

# measure NAME [ENVIRONMENT…]: three imports into an empty shop; the median of the rates, and the peak memory.
measure() {
    local name=$1 round
    shift
    for round in 1 2 3; do
        env "$@" "$SOUK" import "$file" --data "$work/$name-$round" --rejects /dev/null --json 2>/dev/null ||
            [[ $? == 3 ]]
    done | jq -rs --arg name "$name" \
        'map(.read / .seconds) | sort | .[1] | "\($name)\t\(floor) products/s (median of 3)"'
}

file=$(source_file "${1:-}")
printf 'importing %s\n' "$(basename "$file")"
measure sqlite-full SOUK_SQLITE_SYNCHRONOUS=full
measure sqlite-normal SOUK_SQLITE_SYNCHRONOUS=normal

postgres() {
    local round
    for round in 1 2 3; do
        DATABASE_URL=$SOUK_TEST_POSTGRES "$SOUK" import "$file" --data "$work/pg-$round" --rejects /dev/null --json ||
            [[ $? == 3 ]]
        DATABASE_URL=$SOUK_TEST_POSTGRES "$SOUK" migrate down --to 0 --yes --data "$work/pg-$round" >/dev/null
    done 2>/dev/null
}
export -f postgres
export file work
"$SOUK_ROOT/scripts/db-up" -- bash -c postgres |
    jq -rs 'map(.read / .seconds) | sort | .[1] | "postgres\t\(floor) products/s (median of 3)"'
