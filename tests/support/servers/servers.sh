#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# servers.sh start|stop|status FOLDER [KIND…]: private PostgreSQL, MariaDB and Valkey servers for tests and for a
# person by hand. They run as an unprivileged user, on loopback and in FOLDER only, and are ended by their process
# ids. FOLDER/urls holds a line `name=URL` for each store, FOLDER/KIND.pids one for each process.
#
# servers.sh signal FOLDER KIND SIGNAL [NAME]: STOP, CONT or KILL to a kind's processes, or to the one of this name.
# servers.sh restart FOLDER KIND [empty]: what was killed or still runs ends at once and runs again on the same ports,
# with the data it had or without. AXESS_SERVER_OPTIONS are further options of the servers that are started;
# AXESS_SERVER_DISK is the size of the disk that the tables of a `postgres` or `mysql`, or the
# files of a `valkey`, are on, as in 64m.
#
# servers.sh begin FOLDER: the folder becomes that of one run of ctest, which is the caller. What a run that was
# killed left in it is stopped first; a run that still goes on is left alone, and that is an error.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
verb=${1:?start, stop, status, signal, restart or begin} folder=${2:?a folder}
shift 2
usual_kinds=(postgres mysql valkey valkey-tls valkey-sentinel valkey-cluster)
# Only who names them gets these; the last three are downloaded first.
all_kinds=("${usual_kinds[@]}" postgres-standby pgbouncer mysql-oracle mysql-old valkey-redis)
kinds=("$@")
if ((${#kinds[@]} == 0)); then
    kinds=("${all_kinds[@]}")
    [[ $verb != start ]] || kinds=("${usual_kinds[@]}")
fi

say() { printf 'servers: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

read -ra extra <<<"${AXESS_SERVER_OPTIONS:-}"
# Of a kind that is started again.
old_ports=() data_is=new
# Of the next process.
disk=() small=''

source "$here/processes.sh"
source "$here/certificates.sh"
source "$here/postgres.sh"
source "$here/postgresstandby.sh"
source "$here/pgbouncer.sh"
source "$here/mariadb.sh"
source "$here/otherversions.sh"
source "$here/mysqloracle.sh"
source "$here/mariadbold.sh"
source "$here/valkey.sh"
source "$here/valkeyredis.sh"

# Others may start servers in the same folder meanwhile: what they share is changed under its lock.
locked() {
    (
        flock 9
        "$@"
    ) 9>>"$folder/lock"
}

make_folder() {
    mkdir -p -- "$folder"
    [[ -O $folder && ! -L $folder ]] || fail "$folder is not a folder of yours."
    chmod 0711 -- "$folder"
}

# The stores of all kinds that run.
list_urls() {
    cat -- "$folder"/*.urls >"$folder/urls.new" 2>/dev/null || true
    mv -f -- "$folder/urls.new" "$folder/urls"
}

prepare_kind() {
    : >"$folder/$kind.pids"
    : >"$folder/$kind.urls"
    ((${#old_ports[@]})) || rm -f -- "$folder/$kind.ports"
    [[ $data_is == new ]] || return 0
    rm -rf --one-file-system -- "${folder:?}/$kind"
    own "$folder/$kind"
}

start_kind() {
    local kind=$1 last_pid=0 port try
    [[ ! -s $folder/$kind.pids ]] || fail "$kind runs already in $folder, or was not stopped; call stop first."
    # Another process may have taken a port that was free: so there is a second and a third time.
    for try in 1 2 3; do
        prepare_kind
        if "start_${kind//-/_}"; then
            locked list_urls
            return
        fi
        stop_processes "$kind"
        say "$kind did not start at attempt $try."
    done
    find "$folder/$kind" -maxdepth 2 -name '*log' -exec tail -n 5 -- {} + >&2
    rm -f -- "$folder/$kind.pids" "$folder/$kind.urls"
    fail "$kind does not start; its log is in $folder/$kind."
}

# With its data, which would be in the way of the next ones.
stop_kind() {
    local kind=$1
    [[ -f $folder/$kind.pids ]] || return 0
    stop_processes "$kind"
    rm -rf --one-file-system -- "${folder:?}/$kind" "$folder/$kind".{pids,urls,ports,disk}
    locked list_urls
}

start() {
    make_folder
    choose_user
    locked make_certificates
    local kind
    for kind in "${kinds[@]}"; do
        [[ " ${all_kinds[*]} " == *" $kind "* ]] || fail "\"$kind\" is none of ${all_kinds[*]}."
        start_kind "$kind"
    done
}

stop() {
    [[ -f $folder/lock ]] || return 0
    local kind
    for kind in "${kinds[@]}"; do stop_kind "$kind"; done
    ((${#kinds[@]} < ${#all_kinds[@]})) || rm -rf --one-file-system -- "${folder:?}"
}

signal() {
    signal_processes "${kinds[@]}"
}

restart() {
    local kind=${kinds[0]} last_pid=0 port
    choose_user
    signal_processes "$kind" KILL
    mapfile -t old_ports <"$folder/$kind.ports"
    [[ ${kinds[1]:-} == empty ]] || data_is=kept
    prepare_kind
    "start_${kind//-/_}" || fail "$kind does not start again; its log is in $folder/$kind."
    locked list_urls
}

status() {
    local list pid birth name state=0
    for list in "$folder"/*.pids; do
        [[ -s $list ]] || { say "no servers in $folder"; return 1; }
        while read -r pid birth name; do
            if lives "$pid" "$birth"; then say "$name runs as $pid"; else say "$name has ended"; state=1; fi
        done <"$list"
    done
    cat -- "$folder/urls"
    return $state
}

# become_owner RUN: a folder belongs to one run at a time.
become_owner() {
    local pid birth
    if [[ -s $folder/owner ]]; then
        read -r pid birth <"$folder/owner"
        ! lives "$pid" "$birth" || fail "The tests of this build folder run already, as process $pid."
    fi
    kinds=("${all_kinds[@]}")
    stop
    make_folder
    printf '%s\n' "$1" >"$folder/owner"
}

begin() {
    make_folder
    become_owner "$PPID $(born "$PPID")"
    choose_user
    make_certificates
}

case $verb in
    start)
        start
        say "ready:"
        cat -- "$folder/urls" >&2
        ;;
    stop | status | signal | restart | begin) "$verb" ;;
    *) fail "\"$verb\" is none of start, stop, status, signal, restart, begin." ;;
esac
