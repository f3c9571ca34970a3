# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# A private Debian 13 root in the cache folder. Its name carries a hash of the package list, so that trees
# with different lists do not rebuild each other's; it is built beside its place and renamed when complete.

root_suite=trixie

root_folder() {
    printf '%s/root/%s\n' "$cache" "$({ printf '%s\n' "$root_suite"; package_names; } | sha256sum | cut -c1-12)"
}

# Nothing of a root is deleted while anything is mounted below it: that would delete what is mounted.
delete_root() {
    local folder
    folder=$(realpath -m -- "$1")
    [[ -e $folder ]] || return 0
    # mountinfo writes a space in a path as \040.
    if cut -d' ' -f5 /proc/self/mountinfo | sed 's/\\040/ /g' | grep -qF -- "$folder/"; then
        fail 1 "Something is mounted below $folder; unmount it, then call ./dev again."
    fi
    chmod -R u+w -- "$folder" 2>/dev/null || true
    rm -rf --one-file-system -- "$folder" ||
        fail 1 "Cannot delete $folder; delete it as the user who made it."
}

# Roots of other package lists go when nobody uses them and nobody has for a week.
delete_old_roots() {
    local lock folder
    for lock in "$cache"/root/*.lock; do
        folder=${lock%.lock}
        [[ $folder != "$1" && -n $(find "$lock" -mtime +7 2>/dev/null) ]] || continue
        (
            exec 7>>"$lock"
            flock -n 7 && delete_root "$folder" && rm -f -- "$lock"
        ) || true
    done
}

check_space() {
    local -i free
    free=$(df -Pk -- "$cache" | awk 'NR == 2 { print $4 }')
    ((free >= 3 * 1024 * 1024)) ||
        fail 1 "The private root needs 3 GB free in $cache, there are $((free / 1024)) MB; free some or set XDG_CACHE_HOME."
}

# bootstrap FOLDER. An ordinary user unpacks an archive instead, so that every file is that user's own.
bootstrap() {
    local names
    names=$(package_names | sed 's/|.*//' | paste -sd,)
    local -a options=(
        --variant=minbase --include="$names"
        --dpkgopt=force-unsafe-io
        --dpkgopt='path-exclude=/usr/share/doc/*'
        --dpkgopt='path-include=/usr/share/doc/*/copyright' # the installer brings the notices of what it bundles
        --dpkgopt='path-exclude=/usr/share/man/*'
        --dpkgopt='path-exclude=/usr/share/locale/*'
        --aptopt='Acquire::Retries "3"'
        --aptopt='Acquire::Languages "none"'
    )
    # apt's proxy is the host's; mmdebstrap would not ask for it.
    local proxy=''
    eval "$(apt-config shell proxy Acquire::http::Proxy 2>/dev/null)"
    [[ -z $proxy ]] || options+=(--aptopt="Acquire::http::Proxy \"$proxy\"")
    if ((EUID == 0)); then
        # What mmdebstrap mounts, /dev/shm of the host among it, would outlive a killed set-up.
        unshare --mount --propagation private mmdebstrap --mode=root "${options[@]}" "$root_suite" "$1"
    else
        mkdir -p -- "$1"
        mmdebstrap --mode=unshare --format=tar "${options[@]}" "$root_suite" - |
            tar -x --no-same-owner --no-same-permissions --exclude='./dev/*' -C "$1"
    fi
}

explain_failure() {
    local log=$1
    tail -n 20 -- "$log" >&2
    if grep -qi 'no space left' -- "$log"; then
        fail 1 "The disk is full: free 3 GB in $cache, then call ./dev again."
    elif grep -qiE 'could not resolve|failed to fetch|connection (failed|refused|timed out)|temporary failure|unable to connect' -- "$log"; then
        fail 1 "The Debian archive cannot be reached: check the network or the proxy (http_proxy), then call ./dev again."
    elif grep -qiE 'subuid|newuidmap|user namespace|unshare|not permitted|permission denied' -- "$log"; then
        fail 1 "This user may not make a private root: allow user namespaces and /etc/subuid entries, or run ./dev as root."
    fi
    fail 1 "Making the private root failed; the whole story stands in $log."
}

# Counts what mmdebstrap does, so that a minute of work is seen to advance.
show_progress() {
    local line
    while IFS= read -r line; do
        case $line in
            'I: running apt-get update'*) say "  1/4 reading package lists" ;;
            'I: downloading packages'*) say "  2/4 downloading" ;;
            'I: extracting archives'*) say "  3/4 unpacking the base" ;;
            'I: installing remaining'*) say "  4/4 installing the tools and libraries" ;;
        esac
    done
}

set_up_root() {
    local root=$1
    exec 8>>"$root.setup"
    flock -n 8 || { say "Another ./dev sets up the private root; waiting for it."; flock 8; }
    [[ ! -e $root ]] || { exec 8>&-; return 0; }

    command -v mmdebstrap >/dev/null || apt_install mmdebstrap
    ((EUID == 0)) || command -v newuidmap >/dev/null || apt_install uidmap
    [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || apt_install debian-archive-keyring
    delete_old_roots "$root"
    # What an interrupted call left may still be written to by what it started, so no two share a name.
    local unfinished
    for unfinished in "$root".new.*; do
        (delete_root "$unfinished") || true
    done
    check_space
    local log=$root.log new=$root.new.$$
    say "Making a private Debian 13 root (about 1.8 GB, a minute or two) in $root"
    # The lock must not be inherited by whatever a package starts.
    { bootstrap "$new" 8>&- 2>&1 | tee -- "$log" | show_progress; } || explain_failure "$log"
    touch -- "$new/etc/axess-root"
    mv -T -- "$new" "$root"
    say "The private root is complete."
    exec 8>&-
}

# enter_root COMMAND…: replaces this process.
enter_root() {
    mkdir -p -- "$cache/root"
    local root
    root=$(root_folder)
    # Held by every command that runs inside, so that nobody deletes the root below it.
    exec 9>>"$root.lock"
    flock -s 9
    touch -- "$root.lock"
    [[ -e $root ]] || set_up_root "$root"

    local -a namespace=(unshare --mount --propagation private)
    ((EUID == 0)) || namespace+=(--user --map-root-user)
    "${namespace[@]}" true 2>/dev/null ||
        fail 1 "This host does not allow a private mount namespace: run ./dev as root, or allow user namespaces."
    exec "${namespace[@]}" bash "$parts/enter.sh" "$root" "$tree" "$cache" "$PWD" "$@"
}
