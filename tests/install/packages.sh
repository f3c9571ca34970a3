# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# packages.sh TREE WORK: makes the packages, also as an older version, installs the older ones in a bare Debian root
# below WORK, uses them on every backend, upgrades, uses them again, builds an application, removes and purges them.
set -euo pipefail

tree=$1 work=$2
root=$work/root
here=$tree/tests/install
older=0.0.9
newer=$(sed -n 's/^ *set(AXESS_VERSION \(.*\))$/\1/p' "$tree/cmake/version.cmake")
servers=$tree/tests/support/servers/servers.sh
source "$here/bareroot.sh"

step() { printf '%(%T)T  %s\n' -1 "$*"; }
fail() { printf 'FAIL  %s\n' "$*"; exit 1; }
expect() { "$@" || fail "not so: $*"; }

fresh_folder "$work"
AXESS_TEST_SERVERS=$(mktemp -d "${TMPDIR:-/tmp}/axess-packages-XXXXXX")
trap '"$servers" stop "$AXESS_TEST_SERVERS" || true; rm -rf -- "$AXESS_TEST_SERVERS"; drop_folder "$work"' EXIT

# ctl KIND ARGUMENT…: axessctl in the root, as an ordinary user, on that store.
ctl() {
    local kind=$1
    shift
    as_user AXESS_STORE="${stores[$kind]}" AXESS_ROOT_KEY_FILE="/try/axess/$kind.key" axessctl "$@"
}

# ids KIND: of all its sessions.
ids() { ctl "$1" session list --limit 1000 --json | grep -oP '"id": ?"\K[^"]+' | sort; }

install_version() { apt_in_root install --no-install-recommends $(cd -- "$root" && printf '/%s\n' debs/"$1"/*.deb); }

step "Making the packages of $older and of $newer"
"$tree/dev" package --version "$older" >"$work/package.log" 2>&1 || { tail -n 40 "$work/package.log"; fail "no packages of $older"; }
for round in first second; do
    "$tree/dev" package >"$work/package.log" 2>&1 || { tail -n 40 "$work/package.log"; fail "no packages of $newer"; }
    (cd -- "$tree/build/package/debs/$newer" && sha256sum -- *.deb) >"$work/$round.sums"
done
cmp "$work/first.sums" "$work/second.sums" || fail 'made twice, the packages have different bytes'

step 'Starting servers, and making a bare root'
"$servers" start "$AXESS_TEST_SERVERS" postgres mysql valkey >/dev/null
declare -A stores=([sqlite]=sqlite:/try/axess/shop.db)
for kind in postgres mysql valkey; do
    stores[$kind]=$(sed -n "s/^$kind=//p" "$AXESS_TEST_SERVERS/urls")
done
make_bare_root
mkdir -p -- "$root/debs"
cp -r -- "$tree/build/package/debs/$older" "$tree/build/package/debs/$newer" "$root/debs/"
as_root install -d -o 1000 -g 1000 /try/ann /try/axess

step "Installing $older"
install_version "$older"
expect test "$(as_user axessctl --version)" = "axessctl $older"
expect test ! -e "$root/etc/systemd/system/multi-user.target.wants/axess-worker.service"

step 'Every backend: init, demo-data, session list'
for kind in "${!stores[@]}"; do
    as_user axessctl key generate --out "/try/axess/$kind.key" >/dev/null
    ctl "$kind" init >/dev/null
    ctl "$kind" demo-data 300 >/dev/null
    ids "$kind" >"$work/$kind.before"
    expect test "$(wc -l <"$work/$kind.before")" -eq 300
done
echo 'AXESS_STORE=sqlite:/try/axess/shop.db' >"$root/etc/axess/worker.env"

step "Upgrading to $newer"
install_version "$newer"
expect test "$(as_user axessctl --version)" = "axessctl $newer"
expect grep -q '^AXESS_STORE=sqlite:' "$root/etc/axess/worker.env"
for kind in "${!stores[@]}"; do
    ids "$kind" | cmp - "$work/$kind.before" || fail "the upgrade lost sessions of $kind"
    ctl "$kind" key verify >/dev/null || fail "after the upgrade, sessions of $kind do not open"
    expect test "$(ctl "$kind" schema status --json | grep -c '"error"')" -eq 0
done

step 'The console tests itself'
said=$(as_user QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/try/ann axess-console --self-test) || fail "the console: $said"
for line in 'backend memory: ok' 'backend sqlite: ok' 'backend postgres: ok' 'backend mysql: ok' 'backend valkey: ok' \
    "texts: ok, Qt's own ok" 'cryptography: ok' 'window: ok'; do
    grep -qxF -- "$line" <<<"$said" || fail "the console did not say \"$line\" but: $said"
done

source "$here/packagedworker.sh"
step 'The worker, as its unit starts it'
prove_worker

step 'An application, built against libaxess-dev'
source "$here/packagedapplication.sh"
build_applications

step 'Removing: what the administrator wrote stays'
apt_in_root remove 'axess-*' 'libaxess*'
expect test ! -e "$root/usr/bin/axessctl"
expect grep -q '^AXESS_STORE=sqlite:' "$root/etc/axess/worker.env"

step 'Purging: nothing is left, and the data stays'
# Of the others nothing remained that could be purged.
expect test "$(as_root dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' '*axess*' | grep -v '^un')" = 'rc axess-worker'
apt_in_root purge axess-worker
expect test ! -e "$root/etc/axess"
left=$(cd -- "$root" && find . -xdev -iname '*axess*' ! -path './try/*' ! -path './debs/*' ! -path './var/cache/apt/*')
[[ -z $left ]] || fail "left behind: $left"
expect test -s "$root/try/axess/shop.db"
step 'All of it held.'
