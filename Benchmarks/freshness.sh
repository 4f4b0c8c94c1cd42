#!/usr/bin/env bash
# How long after an import by another process a running server finds the products: a whole catalogue, and single products.
set -euo pipefail

work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
export LOG_LEVEL=error
"$SOUK" serve --port 0 --data "$work/shop" >"$work/out" &
server=$!
until grep -q listening "$work/out"; do
    kill -0 "$server"
    read -rt 0.05 <> <(:) || true
done
address=$(awk '{ print $3 }' "$work/out")

# wait_for QUERY TOTAL: milliseconds until the search finds so many.
wait_for() {
    local begin
    begin=$(date +%s%N)
    until [[ $(curl -s "$address/api/v1/products/search?page_size=1&facets=false&q=$1" | jq .total) == "$2" ]]; do :; done
    printf '%d' $((($(date +%s%N) - begin) / 1000000))
}

file=$SOUK_ROOT/../shared/data/search/icecat.products.jsonl.gz
if [[ ! -e $file ]]; then
    file=$work/demo.jsonl
    "$SOUK" demo --products 20000 --data "$work/demo" >/dev/null
    "$SOUK" export --data "$work/demo" >"$file"
fi
count=$("$SOUK" import "$file" --data "$work/shop" --rejects /dev/null --json | jq .created)
printf 'whole catalogue of %d\t%s ms after the import ended\n' "$count" "$(wait_for '' "$count")"
for number in $(seq 11); do
    printf '{"id": "fresh-%d", "name": "Zyzzyx%d", "price": 1}\n' "$number" "$number" |
        "$SOUK" import - --data "$work/shop" >/dev/null
    wait_for "zyzzyx$number" 1
    echo
done | sort -n | awk '{ ms[NR] = $1 } END { printf "one product\t%d ms (median of %d), %d ms at most\n", ms[int((NR + 1) / 2)], NR, ms[NR] }'
