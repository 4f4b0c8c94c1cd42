#!/usr/bin/env bash
# How many products a second go in and can be found, on SQLite and PostgreSQL, and the memory that a file of 1 GB takes.
#
#   scripts/bench import [--rounds N] [--memory] [FILE]
#
#   --rounds N  how often each is done (3); the median counts
#   --memory    also imports 1 GB, the same products again and again under other ids, and prints the peak of the memory
#               of the importing process; takes minutes
#   FILE        what to import; the shared Icecat file, else products of a demo shop
#
# A server runs beside the import. The clock runs from the start of the import until that server's search finds every
# product. PostgreSQL runs with fsync on.
set -euo pipefail

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$0"
    exit 0
fi
if [[ -z ${SOUK_TEST_POSTGRES:-} ]]; then
    "$BENCH_ROOT/scripts/setup" --for bench
    exec "$BENCH_ROOT/scripts/db-up" --durable -- bash "$0" "$@"
fi
# shellcheck source=Benchmarks/common.bash
source "$BENCH_ROOT/Benchmarks/common.bash"

rounds=3 memory=no file=
while (($#)); do
    case $1 in
    --rounds) rounds=${2:?--rounds needs a number} && shift ;;
    --memory) memory=yes ;;
    *) file=$1 ;;
    esac
    shift
done
file=${file:-$(products_file)}
count=$(zcat -f "$file" | wc -l)

# median: of the lines of standard input.
median() { sort -n | awk '{ line[NR] = $0 } END { print line[int((NR + 1) / 2)] }'; }

# measure NAME URL: rounds into an empty shop.
measure() {
    local round begin
    for ((round = 1; round <= rounds; round++)); do
        export DATABASE_URL=$2
        start_server "$1-$round"
        begin=$(milliseconds)
        import_quietly "$file" "$work/$1-$round"
        printf '%d ' $((count * 1000 / ($(milliseconds) - begin))) >>"$work/$1.rates"
        wait_for_total "$count"
        printf '%d\n' $((count * 1000 / ($(milliseconds) - begin))) >>"$work/$1.rates"
        stop_servers
        [[ -z $2 ]] || "$SOUK" migrate down --to 0 --yes --data "$work/$1-$round" >/dev/null
    done
    printf '%s\t%d products/s until they can be found, %d products/s until they are written (%d products, median of %d)\n' \
        "$1" "$(cut -d ' ' -f 2 "$work/$1.rates" | median)" "$(cut -d ' ' -f 1 "$work/$1.rates" | median)" "$count" "$rounds"
}
measure sqlite ''
measure postgres "$SOUK_TEST_POSTGRES"
[[ $memory == yes ]] || exit 0

# A gigabyte: every copy of the file has ids of its own.
zcat -f "$file" >"$work/once.jsonl"
copies=$(((1 << 30) / $(stat --format %s "$work/once.jsonl") + 1))
for ((copy = 0; copy < copies; copy++)); do
    sed "s/\"id\": *\"\([^\"]*\)\"/\"id\": \"$copy-\1\"/; s/\"id\": *\([0-9][0-9]*\)/\"id\": \"$copy-\1\"/" "$work/once.jsonl"
done >"$work/gigabyte.jsonl"
python3 - "$SOUK" "$work" <<'PYTHON'
import resource, subprocess, sys, time
souk, work = sys.argv[1:]
begin = time.monotonic()
subprocess.run([souk, "import", f"{work}/gigabyte.jsonl", "--data", f"{work}/gigabyte", "--rejects", "/dev/null"],
               env={"DATABASE_URL": "", "LOG_LEVEL": "error"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(f"1 GB into SQLite\tat most {peak} MB in the importing process, {time.monotonic() - begin:.0f} s")
PYTHON
