# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# enter.sh ROOT TREE CACHE FOLDER COMMAND…: runs the command inside the private root. It is started in a mount
# namespace of its own, so no mount made here outlives the command or is seen by anybody else.
set -euo pipefail

root=$1 tree=$2 cache=$3 folder=$4
shift 4
source "$tree/cmake/dev/say.sh"

# show PATH [--rbind]: the host's file or folder at the same place inside.
show() {
    local path=$1 how=${2:---bind}
    [[ -e $path ]] || return 0
    if [[ -d $path ]]; then
        mkdir -p -- "$root$path"
    else
        [[ -e $root$path ]] || touch -- "$root$path"
    fi
    mount "$how" -- "$path" "$root$path" || fail 1 "Cannot show $path inside the private root."
}

# A folder of the system is the root's own, whatever the host has there.
is_system() {
    case $1/ in
        / | /usr/* | /etc/* | /bin/* | /sbin/* | /lib*/* | /var/lib/dpkg/* | /proc/* | /dev/* | /sys/* | /run/* | /boot/*) return 0 ;;
    esac
    return 1
}

# The root must be a mount of its own before it can become the root of the namespace.
mount --bind -- "$root" "$root" || fail 1 "Cannot mount the private root $root."
show /proc --rbind
show /sys --rbind
show /dev --rbind
show /tmp --rbind
show /run/user --rbind
show /etc/resolv.conf
show /etc/hosts
for path in "${HOME:-/}" "$cache" "$tree" "$folder"; do
    is_system "$path" || show "$path"
done

unset LD_PRELOAD LD_LIBRARY_PATH QT_PLUGIN_PATH CMAKE_PREFIX_PATH PKG_CONFIG_PATH CC CXX CFLAGS CXXFLAGS LDFLAGS
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LANG=C.UTF-8 LC_ALL=C.UTF-8

# Not chroot: inside one, ordinary users could make no namespaces of their own.
cd -- "$root"
if pivot_root . . 2>/dev/null; then
    # shellcheck disable=SC2016
    exec /bin/sh -c 'umount -l . && folder=$1 && shift && exec env --chdir="$folder" -- "$@"' enter "$folder" "$@"
fi
# The root of an initial RAM disk cannot be pivoted.
exec chroot . env --chdir="$folder" -- "$@"
