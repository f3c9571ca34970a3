#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# sql.sh ROOT AXESSCTL postgres|mysql: runs the SQL of the backend's page on the server in $AXESS_TEST_SERVERS, and
# looks whether an application has all the rights it needs, and what the page says of the rest.
set -euo pipefail

root=$1 axessctl=$2 backend=$3
servers=${AXESS_TEST_SERVERS:?}
url=$(sed -n "s/^$backend=//p" -- "$servers/urls")
[[ -n $url ]] || { echo "No $backend runs in $servers." >&2; exit 1; }
authority=${url#*@}
port=${authority#*:}
port=${port%%/*}
work=$(mktemp -d)

fail() {
    printf 'FAIL  %s\n' "$1" >&2
    exit 1
}

# block NUMBER: the page's NUMBERth block of SQL, from 1.
block() {
    local text
    text=$(awk -v wanted="$1" '/^```/ { inside = $0 == "```sql"; if (inside) number++; next } inside && number == wanted' \
        "$root/docs/$page.md")
    [[ -n $text ]] || fail "docs/$page.md has no block $1 of SQL"
    printf '%s\n' "$text"
}

# blocks COUNT: as many there are, so that none is left out.
blocks() {
    [[ $(grep -c '^```sql$' "$root/docs/$page.md") == "$1" ]] || fail "docs/$page.md has not $1 blocks of SQL: run the others, too"
}

# may URL: an application works there, and may not change the schema.
may() {
    "$axessctl" --store "$1" demo-data 5 >/dev/null || fail "the documented rights do not do for $1"
    "$axessctl" --store "$1" epoch raise --tenant acme --reason test --yes >/dev/null || fail 'raising an epoch'
    "$axessctl" --store "$1" sweep >/dev/null || fail 'sweeping'
    "$axessctl" --store "$1" session list >/dev/null || fail 'listing'
}

run_mysql() {
    page=mysql
    sql() { mariadb --no-defaults --socket="$servers/mysql/socket" -u root "$@"; }
    clean() { sql -e "DROP DATABASE IF EXISTS shop; DROP USER IF EXISTS shop" || true; }
    blocks 1
    clean
    block 1 | sql
    sql -e 'GRANT CREATE, ALTER, INDEX, DROP ON shop.* TO shop'
    local shop="mysql://shop:%E2%80%A6@127.0.0.1:$port/shop"
    "$axessctl" --store "$shop" init --unsealed >/dev/null || fail 'initialising with the rights that the page adds'
    sql -e 'REVOKE CREATE, ALTER, INDEX, DROP ON shop.* FROM shop'
    may "$shop"
}

run_postgres() {
    page=postgresql
    sql() { PGPASSWORD=axess-test psql -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U axess -d "${1:-shop}" -f - -o "$work/rows"; }
    clean() { sql axess <<<'DROP DATABASE IF EXISTS shop WITH (FORCE); DROP ROLE IF EXISTS shop_app;' || true; }
    blocks 2
    clean 2>/dev/null
    sql axess <<<"CREATE DATABASE shop; CREATE ROLE shop_app LOGIN PASSWORD 'axess-test';"
    sql <<<'CREATE SCHEMA shop'
    local options="127.0.0.1:$port/shop?schema=shop&json=on"
    "$axessctl" --store "postgres://axess:axess-test@$options" init --unsealed >/dev/null || fail 'initialising'
    block 1 | sql
    may "postgres://shop_app:axess-test@$options"
    { echo 'SET search_path = shop;'; block 2; } | sql
}

trap 'clean >/dev/null 2>&1; rm -rf -- "$work"' EXIT
run_"$backend"
echo "The SQL of docs/$page.md runs, and its rights are enough."
