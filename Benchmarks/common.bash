# shellcheck shell=bash
# Shared by the benchmarks, which source it: a folder that is removed at the end, servers that are stopped, the products.

work=$(mktemp -d)
started=()
stop_servers() {
    local process
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || continue
        wait "$process" 2>/dev/null || true
    done
    started=()
}
trap 'stop_servers; rm -rf "$work"' EXIT
export LOG_LEVEL=error SOUK_LIMIT_ADDRESS=off SOUK_LIMIT_USER=off SOUK_LIMIT_SEARCH=off SOUK_LIMIT_PAGES=off

# make_admin DATA: makes an admin of the shop in that folder, and prints an API key of it.
make_admin() {
    "$SOUK" user create --email admin@shop.example --role admin --password-stdin --api-key bench --json --data "$1" \
        <<<"a password of the benchmarks" | jq -r .api_key
}

milliseconds() { date +%s%3N; }

# pause SECONDS
pause() { read -rt "$1" <> <(:) || true; }

# The file of products to import: the shared one, else one of a demo shop.
products_file() {
    local file=$BENCH_ROOT/../shared/data/search/icecat.products.jsonl.gz
    if [[ ! -e $file ]]; then
        file=$work/demo.jsonl
        "$SOUK" demo --products 20000 --data "$work/demo" >/dev/null
        "$SOUK" export --data "$work/demo" >"$file"
    fi
    printf '%s\n' "$file"
}

# import_quietly FILE DATA: 3 says that some lines were refused.
import_quietly() {
    "$SOUK" import "$1" --data "$2" --rejects /dev/null >/dev/null 2>&1 || [[ $? == 3 ]]
}

# start_server NAME [ENVIRONMENT…]: a server whose data lie in $work/NAME; sets address and server (its process).
start_server() {
    local name=$1
    shift
    rm -f "$work/$name.out"
    env "$@" "$SOUK" serve --port 0 --data "$work/$name" >"$work/$name.out" &
    server=$!
    started+=("$server")
    until grep -qs listening "$work/$name.out"; do
        kill -0 "$server" || return 1
        pause 0.02
    done
    address=$(awk '{ print $3 }' "$work/$name.out")
}

# wait_for_total COUNT: until the server at $address finds so many products, at most ten minutes.
wait_for_total() {
    local tries
    for ((tries = 0; tries < 60000; tries++)); do
        [[ $(curl -s "$address/api/v1/products/search?page_size=1&facets=false" | jq .total) != "$1" ]] || return 0
        pause 0.01
    done
    printf 'the server finds %s products, not %s\n' \
        "$(curl -s "$address/api/v1/products/search?page_size=1" | jq .total)" "$1" >&2
    return 1
}

# resident PROCESS: megabytes.
resident() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$1/status"; }
