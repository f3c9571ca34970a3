# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Who runs the servers, on which ports, and how they are ended.

# PostgreSQL refuses to run as root. Root becomes nobody; root of a user namespace, who has nobody to become, is
# called so in a further one.
choose_user() {
    unprivileged=() owner=''
    ((EUID == 0)) || return 0
    owner=65534:65534
    unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs)
    ! "${unprivileged[@]}" true 2>/dev/null || return 0
    owner=''
    unprivileged=(unshare --user --map-user=65534 --map-group=65534 --)
    "${unprivileged[@]}" true 2>/dev/null ||
        fail "Cannot become an unprivileged user here; run the tests as root or natively as an ordinary user."
}

# give PATH…: to the user who runs the servers.
give() { [[ -z $owner ]] || chown "$owner" -- "$@"; }

# own FOLDER: makes it, for the unprivileged user alone.
own() {
    mkdir -p -- "$1"
    give "$1"
    chmod 0700 -- "$1"
}

# choose_port: puts into $port one that nobody listens on, or, where the kind is started again, the one it had then.
# Another process may still take it first: then its server ends at once and the kind is started again. Below
# 22700, so that the port of a cluster's bus, 10000 higher, is none that the kernel gives to clients.
choose_port() {
    if ((${#old_ports[@]})); then
        port=${old_ports[0]}
        old_ports=("${old_ports[@]:1}")
        return
    fi
    while true; do
        port=$((12000 + RANDOM % 10700))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
        (exec 3<>"/dev/tcp/127.0.0.1/$((port + 10000))") 2>/dev/null && continue
        printf '%s\n' "$port" >>"$folder/$kind.ports"
        return
    done
}

# born PID: when it began, in ticks since the machine's start; tells a process from a later one of its number.
born() {
    local text
    text=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The name in parentheses may hold spaces.
    set -- ${text##*) }
    [[ $1 != Z ]] && printf '%s\n' "${20}"
}

# lives PID BORN
lives() { [[ $(born "$1") == "$2" ]]; }

# choose_disk FOLDER: what the next `run` finds there is on a disk of AXESS_SERVER_DISK bytes, if that is set. Root
# mounts it; who is none becomes root of a user namespace for that, and himself again.
choose_disk() {
    disk=()
    [[ -n ${AXESS_SERVER_DISK:-} ]] || return 0
    disk=(unshare --mount "$here/smalldisk.sh" "$AXESS_SERVER_DISK" "$1")
    ((EUID == 0)) || disk=(unshare --user --map-root-user --mount "$here/smalldisk.sh" "$AXESS_SERVER_DISK" "$1"
        unshare --user --map-user="$EUID" --map-group="$(id -g)" --)
    small=$1
}

# run NAME LOG COMMAND…: in the background, noted for stop.
run() {
    local name=$1 log=$2
    shift 2
    "${disk[@]}" "${unprivileged[@]}" "$@" >>"$log" 2>&1 </dev/null &
    last_pid=$!
    [[ -z $small ]] || printf '/proc/%s/root%s\n' "$last_pid" "$small" >"$folder/$kind.disk"
    disk=() small=''
    printf '%s %s %s\n' "$last_pid" "$(born "$last_pid")" "$name" >>"$folder/$kind.pids"
}

# wait_until SECONDS COMMAND…: tries until it succeeds; not for a process that has ended. Busy machines get three
# times as long.
wait_until() {
    local -i tries=$1*60
    shift
    until "$@" >/dev/null 2>&1; do
        ((tries-- > 0)) && born "$last_pid" >/dev/null || return 1
        sleep 0.05
    done
}

url() { printf '%s=%s\n' "$1" "$2" >>"$folder/$kind.urls"; }

# signal_processes KIND SIGNAL [NAME]: to all that the kind started, or to one, and to the children of each. A parent
# that stands still has no new children meanwhile.
signal_processes() {
    local pid birth name
    while read -r pid birth name; do
        [[ -z ${3:-} || $name == "$3" ]] && lives "$pid" "$birth" || continue
        [[ $2 == CONT ]] || kill -STOP "$pid" || true
        pkill "-$2" -P "$pid" || true
        kill "-$2" "$pid" || true
    done <"$folder/$1.pids"
    [[ $2 != KILL ]] || wait_for_end "$1" "${3:-}"
}

# wait_for_end KIND [NAME]: not for long.
wait_for_end() {
    local pid birth name
    local -i tries=100
    while read -r pid birth name; do
        [[ -z ${2:-} || $name == "$2" ]] || continue
        while lives "$pid" "$birth" && ((tries-- > 0)); do sleep 0.1; done
    done <"$folder/$1.pids"
}

# stop_processes KIND: SIGINT is PostgreSQL's fast shutdown; the others take SIGTERM. Only what is still the
# process that was started is ended.
stop_processes() {
    local pid birth name
    while read -r pid birth name; do
        lives "$pid" "$birth" || continue
        if [[ $name == postgres* ]]; then kill -INT "$pid" || true; else kill -TERM "$pid" || true; fi
        # Those that were made to stand still end as well.
        pkill -CONT -P "$pid" || true
        kill -CONT "$pid" 2>/dev/null || true
    done <"$folder/$1.pids"
    wait_for_end "$1"
    while read -r pid birth name; do
        ! lives "$pid" "$birth" || kill -KILL "$pid" || true
    done <"$folder/$1.pids"
}
