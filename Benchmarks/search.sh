#!/usr/bin/env bash
# The search engine beside Lucene, tantivy and Xapian: queries per CPU-second in turn, and how good our answers are. Needs ../shared.
#
#   scripts/bench search [--copies N] [--rounds N] [--seconds N] [--no-peers]
#
# Every engine answers the same queries with the ids of the top 20; --copies puts every product N times into all of
# them. A peer takes part when it is there (../shared/bench/search/README.md says how to install them):
#
#   LUCENE_JAR      the jar that has Lucene in it; java and javac beside
#   TANTIVY_PYTHON  a python3 that can import tantivy
#   XAPIAN_PYTHON   a python3 that can import xapian (/usr/bin/python3)
#   PEERS_WORK      where their indexes are kept from run to run (/tmp/souk-search-peers)
#   PEERS_HEAP      Java's heap (5g)
set -euo pipefail

data=$BENCH_ROOT/../shared/data/search
peers=$BENCH_ROOT/../shared/bench/search/peers
copies=1 rounds=3 seconds=2 with_peers=yes
while (($#)); do
    case $1 in
    --copies) copies=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    --no-peers) with_peers=no ;;
    *)
        echo "scripts/bench search does not know $1." >&2
        exit 2
        ;;
    esac
    shift
done
[[ -e $data/icecat.queries.tsv ]] || {
    echo "scripts/bench search needs ../shared/data/search, which is not here." >&2
    exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LOG_LEVEL=error
export WORK=${PEERS_WORK:-/tmp/souk-search-peers} DATA=$data COPIES=$copies SECS=$seconds
[[ -d $peers ]] || with_peers=no

lucene() {
    java "-Xmx${PEERS_HEAP:-5g}" -Ddata="$data" -cp "$WORK/idx/java:$LUCENE_JAR" LuceneBench "$WORK" "$@" 2>/dev/null | tail -1
}

# prepare_peers: finds them, and builds the indexes that are not there yet; names those that take part in $found.
found=()
prepare_peers() {
    mkdir -p "$WORK/idx/java" "$WORK/runs" "$WORK/parts"
    [[ -e $WORK/idx/docs_icecat$copies.tsv ]] || python3 "$peers/dump_tsv.py"
    if [[ -e ${LUCENE_JAR:-} ]]; then
        [[ -e $WORK/idx/java/LuceneBench.class ]] ||
            javac -cp "$LUCENE_JAR" -d "$WORK/idx/java" "$peers/LuceneBench.java"
        [[ -d $WORK/idx/lucene_icecat$copies ]] || lucene build icecat "$copies" >&2
        found+=(lucene)
    fi
    if "${TANTIVY_PYTHON:-python3}" -c 'import tantivy' 2>/dev/null; then
        [[ -d $WORK/idx/tantivy_icecat$copies ]] || "${TANTIVY_PYTHON:-python3}" "$peers/tantivy_peer.py" build >&2
        found+=(tantivy)
    fi
    if "${XAPIAN_PYTHON:-/usr/bin/python3}" -c 'import xapian' 2>/dev/null; then
        [[ -e $WORK/xapian-$copies ]] || {
            "${XAPIAN_PYTHON:-/usr/bin/python3}" "$peers/xapian_peer.py" build >&2
            touch "$WORK/xapian-$copies"
        }
        found+=(xapian)
    fi
    echo "peers: ${found[*]:-none}" >&2
}

# ask ENGINE: its name and a line of JSON for each time that it is asked.
ask() {
    case $1 in
    souk)
        for mode in plain typo facets prefix; do
            file=$data/icecat.queries.tsv
            [[ $mode == typo ]] && file=$data/icecat.queries_typo.tsv
            printf 'souk\t%s\t' "$mode"
            "$SOUK" bench search --queries "$file" --mode "$mode" --data "$work" --copies "$copies" --seconds "$seconds" --json |
                jq -c .
        done
        ;;
    lucene) printf 'lucene\tall\t%s\n' "$(lucene speed icecat "$copies" "$seconds")" ;;
    tantivy) printf 'tantivy\tall\t%s\n' "$("${TANTIVY_PYTHON:-python3}" "$peers/tantivy_peer.py" speed | sed 's/^[a-z]* //')" ;;
    xapian) printf 'xapian\tall\t%s\n' "$("${XAPIAN_PYTHON:-/usr/bin/python3}" "$peers/xapian_peer.py" speed | sed 's/^[a-z]* //')" ;;
    esac
}

"$SOUK" import "$data/icecat.products.jsonl.gz" --data "$work" --rejects /dev/null >/dev/null || [[ $? == 3 ]]
"$SOUK" reindex --data "$work" >/dev/null
for kind in queries queries_typo; do
    printf '%s\t' "$kind"
    "$SOUK" search evaluate "$data/icecat.$kind.tsv" "$data/icecat.qrels.tsv" --data "$work" --json | jq -c .
done
[[ $with_peers == no ]] || prepare_peers
for ((round = 0; round < rounds; round++)); do
    for engine in souk "${found[@]}"; do ask "$engine"; done
done | python3 "$BENCH_ROOT/Benchmarks/search/compare.py"
