#!/usr/bin/env bash
# Requests a second over HTTP of the shop, with and without its answer cache, beside a Python service on the same PostgreSQL and the same bytes from memory.
#
#   scripts/bench http [--rounds N] [--seconds S] [--only detail,list,search,suggestions] [--bare]
#
#   --rounds N   how often each server is measured for each workload (3); the median counts
#   --seconds S  how long each time (4)
#   --only LIST  only these workloads
#   --bare       also measures Benchmarks/fastapi/bare.py, the Python service stripped to the bone
#
# Prints one line for each workload and server: requests a second, latencies, CPU milliseconds of the server and of
# PostgreSQL for each request, the rate against the peer's and against memory's, and how many times less CPU (with that of
# PostgreSQL) a request takes than the peer's, which a busy machine does not change much. Needs wrk and Python 3.11 or
# newer; Python packages are installed into .build/python-fastapi.
set -euo pipefail

root=$BENCH_ROOT
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$0"
    exit 0
fi
if [[ -z ${SOUK_TEST_POSTGRES:-} ]]; then
    "$root/scripts/setup" --for bench
    exec "$root/scripts/db-up" -- bash "$0" "$@"
fi

bare=no
options=()
while (($#)); do
    case $1 in
    --bare) bare=yes ;;
    --rounds | --seconds | --only) options+=("$1" "${2:?$1 needs a value}") && shift ;;
    *)
        printf "scripts/bench http: what is '%s'? See scripts/bench http --help\n" "$1" >&2
        exit 1
        ;;
    esac
    shift
done

memory=$root/.build/release/MemoryServer
if [[ ! -x $memory || $SOUK -nt $memory ]]; then
    swift build --package-path "$root" -c release --product MemoryServer >&2
    touch "$memory"
fi
python=$root/.build/python-fastapi
if ! cmp -s "$root/Benchmarks/fastapi/requirements.txt" "$python/requirements.txt"; then
    python3 -m venv --clear "$python"
    "$python/bin/pip" install --quiet --disable-pip-version-check -r "$root/Benchmarks/fastapi/requirements.txt"
    cp "$root/Benchmarks/fastapi/requirements.txt" "$python/"
fi

work=$(mktemp -d)
started=()
stop() {
    local process
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || continue
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap stop EXIT

export DATABASE_URL=$SOUK_TEST_POSTGRES LOG_LEVEL=error
export SOUK_LIMIT_ADDRESS=off SOUK_LIMIT_SEARCH=off SOUK_LIMIT_PAGES=off
file=$root/../shared/data/search/icecat.products.jsonl.gz
if [[ -e $file ]]; then
    "$SOUK" import "$file" --data "$work/cached" --rejects /dev/null >/dev/null || [[ $? == 3 ]]
else
    "$SOUK" demo --products 20000 --data "$work/cached" >/dev/null
fi
"$SOUK" reindex --data "$work/cached" >/dev/null
cp -r "$work/cached" "$work/uncached"
psql "$DATABASE_URL" --quiet --set=ON_ERROR_STOP=1 --file="$root/Benchmarks/fastapi/setup.sql" --command='VACUUM ANALYZE'

# wait_until COMMAND…: tries ten times a second, for at most a minute.
wait_until() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        if "$@"; then return; fi
        read -rt 0.1 <> <(:) || true
    done
    printf 'waited in vain: %s\n' "$*" >&2
    return 1
}
# Whether the table that answers while the index cannot is built; until then that takes processor time.
has_fallback() {
    [[ $(psql "$DATABASE_URL" -tAc 'SELECT is_built FROM search_documents_state') == t ]]
}

servers=()
# start_shop NAME [ENVIRONMENT…]
start_shop() {
    local name=$1 process
    shift
    env "$@" "$SOUK" serve --port 0 --data "$work/$name" >"$work/$name.out" &
    process=$!
    started+=("$process")
    wait_until grep -q listening "$work/$name.out"
    servers+=("$name=$(awk '{ print $3 }' "$work/$name.out")=$process")
}
# start_peer NAME MODULE
start_peer() {
    local port=$((20000 + RANDOM % 12000)) process
    "$python/bin/uvicorn" --app-dir "$root/Benchmarks/fastapi" "$2:app" --port "$port" --workers 2 --loop uvloop \
        --http httptools --no-access-log --log-level warning &
    process=$!
    started+=("$process")
    wait_until curl -sf -o /dev/null "http://127.0.0.1:$port/api/v1/products?page_size=1"
    servers+=("$1=http://127.0.0.1:$port=$process")
}
start_shop cached
wait_until has_fallback
start_shop uncached SOUK_CACHE=off
start_peer peer app
if [[ $bare == yes ]]; then start_peer bare bare; fi

port=${DATABASE_URL##*:}
database=$(pgrep --full --oldest -- "postgres .*-p ${port%%/*} ")
"$python/bin/python" "$root/Benchmarks/http/measure.py" --work "$work" --memory-server "$memory" --database "$database" \
    --queries "$root/../shared/data/search/icecat.queries.tsv" "${options[@]}" "${servers[@]}"
