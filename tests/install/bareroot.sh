# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# A bare Debian 13, or what $suite says, in the folder $root, made with mmdebstrap. What is mounted in it is mounted in a namespace
# of its own for each command, so nothing outlives one.

# drop_folder FOLDER: never through a mount.
drop_folder() {
    if grep -qF -- " $1/" /proc/self/mountinfo; then
        echo "Something is mounted below $1; nothing is deleted." >&2
        return 1
    fi
    rm -rf --one-file-system -- "$1"
}

fresh_folder() {
    drop_folder "$1"
    mkdir -p -- "$1"
}

# make_bare_root [PACKAGE…]: with nothing in it but what Debian cannot do without, and these.
make_bare_root() {
    if ((EUID != 0)) || [[ $(awk '{ n += $3 } END { print n }' /proc/self/uid_map) -lt 65536 ]]; then
        echo 'A root with users of its own can only be made by root: run ./dev test --all as root.' >&2
        return 1
    fi
    local -a options=(--mode=root --variant=minbase --dpkgopt=force-unsafe-io --aptopt='Acquire::Retries "3"'
        --aptopt='Acquire::Languages "none"' --aptopt='DPkg::Lock::Timeout "300"')
    # apt's proxy is this system's; mmdebstrap would not ask for it.
    local proxy=''
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    [[ -z $proxy ]] || options+=(--aptopt="Acquire::http::Proxy \"$proxy\"")
    (($# == 0)) || options+=("--include=$(IFS=,; echo "$*")")
    unshare --mount --propagation private mmdebstrap "${options[@]}" "${suite:-trixie}" "$root" >"$root.log" 2>&1 || {
        tail -n 20 -- "$root.log" >&2
        return 1
    }
    cp -- /etc/resolv.conf /etc/hosts "$root/etc/"
    apt_in_root update
}

# enter_bare_root [NAME=VALUE…] COMMAND…: replaces this process by a command in the bare root, with an environment of its own.
enter_bare_root() {
    # shellcheck disable=SC2016
    exec unshare --mount --propagation private bash -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" || exit 125
        exec chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "${@:2}"' enter "$root" \
        HOME=/root DEBIAN_FRONTEND=noninteractive "$@"
}

as_root() { (enter_bare_root "$@"); }

as_user() {
    as_root HOME=/try/ann setpriv --reuid 1000 --regid 1000 --clear-groups env --chdir=/try/ann "$@"
}

apt_in_root() {
    local output
    output=$(as_root apt-get -q -y -o Dpkg::Use-Pty=0 "$@" 2>&1) || {
        tail -n 40 <<<"$output" >&2
        return 1
    }
}
