#!/usr/bin/env bash
# Accounts: logins a second beside raw bcrypt, /auth/me meanwhile, token checks, refreshes beside raw RS256. Option: SECONDS (default 20).
# needs: souk IdentityBench
set -euo pipefail
# shellcheck source=Benchmarks/common.bash
source "$BENCH_ROOT/Benchmarks/common.bash"

seconds=${1:-20}
export SOUK_LIMIT_LOGIN=off SOUK_LIMIT_LOGIN_FAILURES=off SOUK_LIMIT_ADDRESS_FAILURES=off SOUK_LIMIT_MAILS=off
raw=$("$BENCH_ROOT/.build/release/IdentityBench" "$seconds")
printf 'raw\t%s\n' "$raw"
printf 'tokens\t%s\n' "$("$SOUK" bench identity --json --seconds "$seconds" --data "$work/tokens")"
make_admin "$work/shop" >/dev/null
for name in known disabled; do
    "$SOUK" user create --email "$name@shop.example" --role customer --password-stdin --data "$work/shop" \
        <<<"four words of a bench" >/dev/null
done
"$SOUK" user disable --email disabled@shop.example --data "$work/shop" >/dev/null
start_server shop
python3 "$BENCH_ROOT/Benchmarks/identity/measure.py" "$address" "$seconds" "$(jq .crypt_r_per_s <<<"$raw")"
