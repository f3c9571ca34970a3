# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# bundle.sh TREE WORK: unpacks the plain archive in the bare roots that installers.sh made, as an ordinary user, into a folder
# with a space and letters beyond ASCII in its name, and has the console test itself there: without a display and on X.
set -euo pipefail

tree=$1 work=$2
source "$tree/tests/install/bareroot.sh"
source "$tree/installer/bundle/libraries.sh"
version=$(sed -n 's/^ *set(AXESS_VERSION \(.*\))$/\1/p' "$tree/cmake/version.cmake")
name=axess-console-$version-linux-x86_64
place='/try/ann/Ablage Süd/пульт'

step() { printf '%(%T)T  %s\n' -1 "$*"; }
fail() { printf 'FAIL  %s\n' "$*"; exit 1; }

# self_test WORD…: the console's own words on itself, started with these in front.
self_test() {
    local said line
    said=$(as_user XDG_RUNTIME_DIR=/try/ann "$@" "$place/$name/bin/axess-console" --self-test 2>&1) || fail "the console: $said"
    for line in 'backend memory: ok' 'backend sqlite: ok' 'backend postgres: ok' 'backend mysql: ok' 'backend valkey: ok' \
        "texts: ok, Qt's own ok" 'cryptography: ok' 'window: ok'; do
        grep -qxF -- "$line" <<<"$said" || fail "the console did not say \"$line\" but: $said"
    done
}

for suite in bookworm trixie; do
    root=$work/$suite
    step "$suite, with $(as_root getconf GNU_LIBC_VERSION)"
    as_user mkdir -p "$place"
    as_user tar -xJf "/made/$name.tar.xz" -C "$place"
    # Bound at once, what a library of the machine lacks is missed now and not in the middle of somebody's work.
    self_test env LD_BIND_NOW=1 QT_QPA_PLATFORM=offscreen
    self_test env LD_BIND_NOW=1 QT_QPA_PLATFORM=xcb xvfb-run -a
    as_user "$place/$name/bin/axessctl" --version >/dev/null || fail 'axessctl does not start'

    # What is only opened on other machines: everything that it needs is there, too.
    while IFS= read -r file; do
        missing=$(as_user env LD_TRACE_LOADED_OBJECTS=1 LD_WARN=yes LD_BIND_NOW=1 "$place/$name/lib/libc/ld-linux-x86-64.so.2" \
            --library-path "$place/$name/lib/libc" "${file#"$root"}" 2>&1 | grep -E 'not found|undefined symbol' || true)
        [[ -z $missing ]] || fail "${file##*/} on $suite: $missing"
    done < <(find "$root$place/$name/plugins" -name '*.so')
    as_user rm -rf "/try/ann/Ablage Süd"
done
step 'All of it held.'
