# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Who runs the servers, on which ports, and how they are ended.

# PostgreSQL and MariaDB refuse to run as root.
choose_user() {
    unprivileged=()
    ((EUID == 0)) || return 0
    unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs)
    "${unprivileged[@]}" true 2>/dev/null ||
        fail "Cannot become an unprivileged user here; run the tests as root or natively as an ordinary user."
}

# own FOLDER: makes it, for the unprivileged user alone.
own() {
    mkdir -p -- "$1"
    ((EUID != 0)) || chown 65534:65534 -- "$1"
    chmod 0700 -- "$1"
}

# free_port: one that nobody listens on. Another process may still take it first: then its server says so.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
        (exec 3<>"/dev/tcp/127.0.0.1/$((port + 10000))") 2>/dev/null && continue
        printf '%s\n' "$port"
        return
    done
}

# run NAME LOG COMMAND…: in the background, noted for stop.
run() {
    local name=$1 log=$2
    shift 2
    "${unprivileged[@]}" "$@" >>"$log" 2>&1 </dev/null &
    printf '%s %s\n' "$!" "$name" >>"$folder/pids"
}

# wait_until SECONDS COMMAND…: tries until it succeeds.
wait_until() {
    local -i tries=$1*10
    shift
    until "$@" >/dev/null 2>&1; do
        ((tries-- > 0)) || return 1
        sleep 0.1
    done
}

url() { printf '%s=%s\n' "$1" "$2" >>"$folder/urls"; }

stop_processes() {
    local pid name
    local -a pids=()
    while read -r pid name; do pids=("$pid" "${pids[@]}"); done <"$folder/pids"
    ((${#pids[@]})) || return 0
    # SIGINT is PostgreSQL's fast shutdown; the others take SIGTERM.
    while read -r pid name; do
        if [[ $name == postgres ]]; then kill -INT "$pid" 2>/dev/null || true; else kill -TERM "$pid" 2>/dev/null || true; fi
    done <"$folder/pids"
    local -i tries=100
    for pid in "${pids[@]}"; do
        while kill -0 "$pid" 2>/dev/null && ((tries-- > 0)); do sleep 0.1; done
        kill -KILL "$pid" 2>/dev/null || true
    done
}
