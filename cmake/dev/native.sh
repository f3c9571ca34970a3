# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# The host has the reference packages: apt installs those that are missing.

is_installed() {
    [[ $(dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null) == *installed* ]]
}

has_candidate() {
    apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'
}

# The first of the alternatives that can be installed.
choose() {
    local -a names
    IFS='|' read -ra names <<<"$1"
    local name
    for name in "${names[@]}"; do
        if has_candidate "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    printf '%s\n' "${names[0]}"
}

# Prints what no alternative of is installed.
missing_packages() {
    local line name
    while IFS= read -r line; do
        local found=no
        for name in ${line//|/ }; do
            ! is_installed "$name" || found=yes
        done
        [[ $found == yes ]] || printf '%s\n' "$line"
    done < <(package_names)
}

install_packages() {
    local stamp
    stamp=$cache/native-$(package_names | sha256sum | cut -c1-12)
    [[ ! $stamp -nt /var/lib/dpkg/status ]] || return 0

    exec 8>"$cache/native.lock"
    flock -n 8 || { say "Another ./dev installs packages; waiting for it."; flock 8; }
    local -a lines=() wanted=()
    mapfile -t lines < <(missing_packages)
    if ((${#lines[@]})); then
        local line
        for line in "${lines[@]}"; do
            wanted+=("$(choose "$line")")
        done
        apt_install "${wanted[@]}"
    fi
    touch -- "$stamp"
    exec 8>&-
}
