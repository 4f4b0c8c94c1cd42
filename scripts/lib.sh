# shellcheck shell=bash
# Shared by the scripts in this folder, which source it: where the project is, messages, help, building, PostgreSQL.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scripts=$root/scripts
name=${0##*/}

# Messages go to standard error, so that a script's output can be piped.
say() { printf '%s\n' "$*" >&2; }
die() {
    say "scripts/$name: $*"
    exit 1
}
wrong_option() { die "what is '$1'? See scripts/$name --help"; }

# The help of a script is the comment at its top.
help() {
    sed -n '2,/^[^#]/{ s/^# \{0,1\}//p; }' "$0"
    exit 0
}

has() { command -v "$1" >/dev/null 2>&1; }

# --- Building -------------------------------------------------------------------------------------------------------

# build_souk release|debug
build_souk() {
    [[ $1 == release || $1 == debug ]] || die "a build is 'release' or 'debug', not '$1'"
    [[ -e $root/.build/$1 ]] || "$scripts/setup" --for run
    say "Building souk ($1) …"
    swift build --package-path "$root" -c "$1" --product souk >&2
    touch "$root/.build/$1/souk.built"
}

# Whether that build is there, and no source changed since.
is_fresh() {
    local binary=$root/.build/$1/souk mark=$root/.build/$1/souk.built
    [[ -x $binary ]] || return 1
    [[ $mark -nt $binary ]] || mark=$binary
    [[ -z $(find "$root/Sources" "$root/Package.swift" -newer "$mark" -print -quit) ]]
}

# --- PostgreSQL -----------------------------------------------------------------------------------------------------

# The folder with the newest server and its tools; nothing when there is none.
postgres_bin() {
    local initdb
    initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
    initdb=${initdb:-$(command -v initdb || true)}
    [[ -n $initdb ]] || return 0
    initdb=$(readlink -f "$initdb")
    if [[ -x ${initdb%/*}/postgres && -x ${initdb%/*}/pg_isready ]]; then printf '%s\n' "${initdb%/*}"; fi
}

# --- The browser of the page test -----------------------------------------------------------------------------------

browser_path() {
    local candidate
    for candidate in chromium chromium-browser google-chrome; do
        if has "$candidate"; then command -v "$candidate" && return; fi
    done
}

# --- Python for tests -----------------------------------------------------------------------------------------------

# python_with PACKAGE==VERSION…: makes the environment .build/python, and installs there what is missing. One at a time,
# for tests run beside each other. What is there is known by a file, since asking pip takes half a second.
python_with() {
    local venv=$root/.build/python package missing=()
    mkdir -p "$root/.build"
    exec {python_lock}>"$root/.build/python.lock"
    flock "$python_lock"
    if ! "$venv/bin/python" -c '' 2>/dev/null; then
        has python3 || die "there is no python3 (Debian: apt-get install python3-venv)"
        rm -rf "$venv"
        python3 -m venv "$venv" >&2 || die "python3 cannot make an environment (Debian: apt-get install python3-venv)"
    fi
    mkdir -p "$venv/installed"
    for package in "$@"; do
        [[ -e $venv/installed/$package ]] || missing+=("$package")
    done
    if ((${#missing[@]})); then
        say "Installing from PyPI into .build/python: ${missing[*]}"
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "${missing[@]}" >&2 ||
            die "pip could not install ${missing[*]}"
        for package in "${missing[@]}"; do touch "$venv/installed/$package"; done
    fi
    exec {python_lock}>&-
}

# --- Tools of Python, a demo shop -----------------------------------------------------------------------------------

# python_tool PACKAGE MAJOR: sets $python to the folder of commands of an environment with that package of PyPI.
python_tool() {
    local environment=$root/.build/python-$1
    python=$environment/bin
    [[ -e $environment/ready ]] && return
    has python3 || die "this needs python3 with venv (Debian: python3-venv)"
    say "Installing $1 from PyPI into .build/python-$1 …"
    rm -rf "$environment"
    python3 -m venv "$environment" || die "python3 has no venv (Debian: python3-venv)"
    "$python/pip" install --quiet --disable-pip-version-check "$1>=$2,<$(($2 + 1))" >&2
    touch "$environment/ready"
}

# start_demo_shop: a shop of 300 products on a free port, without rate limits, that goes with the script.
# Sets $address, $admin_key and $shop, a temporary folder.
start_demo_shop() {
    local souk=${SOUK:-$root/.build/debug/souk} tries
    [[ -x $souk ]] || build_souk debug
    shop=$(mktemp -d)
    trap stop_demo_shop EXIT
    "$souk" demo --products 300 --data "$shop/data" >/dev/null
    # Read by those who call it.
    # shellcheck disable=SC2034
    admin_key=$(make_admin "$souk" --data "$shop/data")
    local limit limits=()
    for limit in ADDRESS USER SEARCH PAGES LOGIN LOGIN_FAILURES ADDRESS_FAILURES MAILS REGISTRATION; do
        limits+=("SOUK_LIMIT_$limit=off")
    done
    : >"$shop/serve.log" # The process may not have made it yet when it is read first.
    env LOG_LEVEL=error "${limits[@]}" "$souk" serve --port 0 --data "$shop/data" >"$shop/serve.log" 2>&1 &
    shop_process=$!
    for ((tries = 0; tries < 100; tries++)); do
        address=$(sed -n 's/^listening on //p' "$shop/serve.log")
        [[ -z $address ]] || return 0
        sleep 0.1
    done
    die "the shop did not start: $(cat "$shop/serve.log")"
}

# make_admin SOUK [--data DIR]: makes an admin and prints an API key of it.
make_admin() {
    local souk=$1 password
    shift
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    "$souk" user create --email admin@shop.example --role admin --password-stdin --api-key scripts --json "$@" \
        <<<"$password" | sed -n 's/.*"api_key":"\([^"]*\)".*/\1/p'
}

stop_demo_shop() {
    [[ -z ${shop_process:-} ]] || kill "$shop_process" 2>/dev/null || true
    wait "${shop_process:-}" 2>/dev/null || true
    rm -rf "$shop"
}
