#!/usr/bin/env bash
# Queries per CPU-second of the search engine, and how good its answers are. Needs ../shared. Options of souk bench search are passed on.
set -euo pipefail

data=$BENCH_ROOT/../shared/data/search
[[ -e $data/icecat.queries.tsv ]] || {
    echo "scripts/bench search needs ../shared/data/search, which is not here." >&2
    exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LOG_LEVEL=error
"$SOUK" import "$data/icecat.products.jsonl.gz" --data "$work" --rejects /dev/null >/dev/null || [[ $? == 3 ]]
"$SOUK" reindex --data "$work" >/dev/null

for kind in queries queries_typo; do
    printf '%s\t' "$kind"
    "$SOUK" search evaluate "$data/icecat.$kind.tsv" "$data/icecat.qrels.tsv" --data "$work" --json
done
for mode in plain typo facets prefix; do
    file=$data/icecat.queries.tsv
    [[ $mode == typo ]] && file=$data/icecat.queries_typo.tsv
    for _ in 1 2 3; do
        "$SOUK" bench search --queries "$file" --mode "$mode" --data "$work" --json "$@"
    done | jq -cs --arg mode "$mode" 'sort_by(.per_cpu_s) | .[1] | {mode: $mode} + .'
done
