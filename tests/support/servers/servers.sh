#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# servers.sh start|stop|status FOLDER [KIND…]: private PostgreSQL, MariaDB and Valkey servers for tests and for a
# person by hand. They run as an unprivileged user, on loopback and in FOLDER only, and are ended by their process
# ids. FOLDER/urls holds a line `name=URL` for each store, FOLDER/pids one for each process.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
verb=${1:?start, stop or status} folder=${2:?a folder}
shift 2
kinds=("$@")
((${#kinds[@]})) || kinds=(postgres mysql valkey valkey-tls valkey-sentinel valkey-cluster)

say() { printf 'servers: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

source "$here/processes.sh"
source "$here/certificates.sh"
source "$here/postgres.sh"
source "$here/mariadb.sh"
source "$here/valkey.sh"

start() {
    [[ ! -s $folder/pids ]] || fail "Servers of $folder run already, or were not stopped; call stop first."
    mkdir -p -- "$folder"
    : >"$folder/urls"
    : >"$folder/pids"
    chmod 0711 "$folder"
    choose_user
    make_certificates
    local kind
    for kind in "${kinds[@]}"; do
        "start_${kind//-/_}" || { stop; fail "$kind did not start; its log is in $folder/$kind."; }
    done
    say "ready:"
    cat -- "$folder/urls" >&2
}

stop() {
    [[ -f $folder/pids ]] || return 0
    stop_processes
    rm -f -- "$folder/pids" "$folder/urls"
}

status() {
    [[ -s $folder/pids ]] || { say "no servers in $folder"; return 1; }
    local pid name state=0
    while read -r pid name; do
        if kill -0 "$pid" 2>/dev/null; then say "$name runs as $pid"; else say "$name has ended"; state=1; fi
    done <"$folder/pids"
    cat -- "$folder/urls"
    return $state
}

case $verb in
    start | stop | status) "$verb" ;;
    *) fail "\"$verb\" is none of start, stop, status." ;;
esac
