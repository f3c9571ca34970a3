# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Servers of versions that this system's suite does not have: the packages of another suite are unpacked into a folder
# of their own, with that suite's libraries, and kept for the next run.

# apt_with_lists FOLDER WORD…: apt-get with lists of its own, for the age of whose signatures nobody cares.
apt_with_lists() {
    local lists=$1
    shift
    mkdir -p -- "$lists/partial"
    apt-get -q -y -o Dir::State::lists="$lists" -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false \
        -o Acquire::Languages=none -o Debug::NoLocking=true "$@"
}

# unpack_server NAME SUITE PACKAGE…: downloads as apt does, by its signatures, for a system that has nothing yet, into
# the folder $other.
unpack_server() {
    local suite=$2 work mirror deb
    other=${XDG_CACHE_HOME:-$HOME/.cache}/axess/$1
    work=$other.new
    [[ ! -d $other ]] || return 0
    rm -rf --one-file-system -- "$work"
    mkdir -p -- "$work"/{apt/cache/archives/partial,root}
    # Where this system's own packages come from; apt names only what it has the lists of.
    apt_with_lists "$work/apt/own" update || return 1
    mirror=$(apt_with_lists "$work/apt/own" indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
        awk '!/security/ && !seen++')
    [[ -n $mirror ]] || { echo 'apt has no source of packages.'; return 1; }
    : >"$work/apt/status"
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$mirror" "$suite" \
        >"$work/apt/sources.list"
    local -a options=(-o Dir::State::status="$work/apt/status" -o Dir::Cache="$work/apt/cache"
        -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::Etc::preferencesparts=-)
    apt_with_lists "$work/apt/lists" "${options[@]}" update &&
        apt_with_lists "$work/apt/lists" "${options[@]}" install --download-only --no-install-recommends "${@:3}" ||
        return 1
    for deb in "$work"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$work/root" || return 1; done
    mv -- "$work/root" "$other"
    rm -rf --one-file-system -- "$work"
}

# copy_server NAME SUITE PACKAGE…: to where the unprivileged user may read it, as $server.
copy_server() {
    local other
    unpack_server "$@" >"$folder/$kind.log" 2>&1 || return 1
    cp -a -- "$other" "$server"
    give "$server"
}

# find_loader: puts the server's own loader, for its own libraries, into $loader: no root of another suite is entered.
find_loader() {
    local lib
    lib=$(dirname -- "$(find "$server" -name 'libc.so.6' -print -quit)")
    loader=("$lib"/ld-linux-*.so.* --library-path "$lib:$server/usr/${lib#"$server"/}:$server/usr/lib/mysql/private")
}
