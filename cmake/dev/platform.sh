# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Where commands run: on this host when it has the reference packages, else in a private Debian root.

cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/axess

# The package lists in force: the ordinary one, and the one that a verb asks for with `# packages: NAME`, or with
# `# packages --all: NAME` when its first argument is --all.
package_lists() {
    printf '%s\n' "$tree/cmake/packages.txt"
    local marks='s/^# packages: //p' extra
    [[ ${first_argument:-} != --all ]] || marks+=';s/^# packages --all: //p'
    while IFS= read -r extra; do
        printf '%s\n' "$tree/cmake/packages-$extra.txt"
    done < <(sed -n "$marks" -- "$script")
}

# One package a line; `a|b` means the first of them that the release has.
package_names() {
    local list
    while IFS= read -r list; do
        sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' -- "$list"
    done < <(package_lists)
}

# native or root. AXESS_DEV_PLATFORM overrides what the release says.
platform() {
    if [[ -n ${AXESS_DEV_PLATFORM:-} ]]; then
        printf '%s\n' "$AXESS_DEV_PLATFORM"
        return
    fi
    local ID='' VERSION_ID=''
    # shellcheck disable=SC1091
    [[ -r /etc/os-release ]] && source /etc/os-release
    local -i major=0
    [[ ${VERSION_ID%%.*} =~ ^[0-9]+$ ]] && major=${VERSION_ID%%.*}
    case $ID in
        # Testing and unstable name no version.
        debian) ((major >= 13)) || [[ -z $VERSION_ID ]] && printf 'native\n' || printf 'root\n' ;;
        ubuntu) ((major >= 25)) && printf 'native\n' || printf 'root\n' ;;
        *) printf 'root\n' ;;
    esac
}

enter_platform() {
    mkdir -p -- "$cache/ccache" 2>/dev/null ||
        fail 1 "Cannot write $cache; make it writable or set XDG_CACHE_HOME to a folder that is."
    export AXESS_CACHE=$cache
    case $(platform) in
        native)
            # shellcheck source=cmake/dev/native.sh
            source "$parts/native.sh"
            install_packages
            exec "$@"
            ;;
        root)
            # shellcheck source=cmake/dev/root.sh
            source "$parts/root.sh"
            enter_root "$@"
            ;;
        *) fail 2 "AXESS_DEV_PLATFORM is neither \"native\" nor \"root\"." ;;
    esac
}

# as_root COMMAND…: by sudo where that is needed.
as_root() {
    if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

# apt_install PACKAGE…: the host's own apt.
apt_install() {
    local -a options=(-o Dpkg::Options::=--force-unsafe-io -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
    ((EUID == 0)) || command -v sudo >/dev/null ||
        fail 1 "Packages are missing, and this is neither root nor is there sudo; as root, run: apt-get install $*"
    command -v apt-get >/dev/null ||
        fail 1 "This host has no apt; ./dev works on Debian, Ubuntu and their relatives. Missing: $*"
    say "Installing $*"
    # Old lists name files that are gone, so they are read anew before something is installed.
    as_root apt-get -q update >&2 || true
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q install -y --no-install-recommends "${options[@]}" "$@" >&2 ||
        fail 1 "apt could not install the packages: check the network, the disk and the sources in /etc/apt."
}
