# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# run.sh TREE WORK: installs, repairs, refuses and uninstalls with the self-extracting installer in the bare roots that installers.sh
# made, as an ordinary user, without a display; and looks that nothing else was touched.
set -euo pipefail

tree=$1 work=$2
source "$tree/tests/install/bareroot.sh"
version=$(sed -n 's/^ *set(AXESS_VERSION \(.*\))$/\1/p' "$tree/cmake/version.cmake")
name=axess-console-$version-linux-x86_64
prefix='/try/ann/Ablage Süd/пульт $1'
name_of_place='/try/ann/Ablage Süd'
entry=/try/ann/.local/share/applications/org.axess.Console.desktop

step() { printf '%(%T)T  %s\n' -1 "$*"; }
fail() { printf 'FAIL  %s\n' "$*"; exit 1; }
expect() { "$@" || fail "not so: $*"; }

# state: every file below the user's home and the folder for temporary files, and what it holds.
state() { (cd -- "$root" && find try/ann tmp -printf '%p %y %l\n' -type f -exec sha256sum {} \; | LC_ALL=C sort); }

install_run() { as_user sh "${run:-/made/$name.run}" --unattended --prefix "$prefix" "$@"; }

# refused WORDS COMMAND…: fails with one sentence that holds the words, and changes nothing.
refused() {
    local words=$1 said before
    shift
    before=$(state)
    ! said=$("$@" 2>&1 >/dev/null) || fail "it should have refused: $words"
    grep -qF -- "$words" <<<"$said" || fail "it did not say \"$words\" but: $said"
    diff <(echo "$before") <(state) || fail "refusing \"$words\" changed something"
}

for suite in bookworm trixie; do
    root=$work/$suite
    step "$suite: install"
    install_run >/dev/null 2>"$work/said" || fail "$(cat "$work/said")"
    ! compgen -G "$root/tmp/selfgz*" || fail 'what was unpacked was left in /tmp'
    as_user QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/try/ann "$prefix/bin/axess-console" --self-test >/dev/null || fail 'the console'
    as_user QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/try/ann /try/ann/.local/bin/axess-console --self-test >/dev/null || fail 'the command'
    expect grep -qF 'пульт \\$1/bin/axess-console"' "$root$entry"
    expect grep -qx 'Terminal=false' "$root$entry"
    whole=$(state)

    step "$suite: once more, which repairs"
    as_user sh -c 'rm "$1/lib/libQt6Core.so.6"; echo broken >"$1/manifest.sha256"' sh "$prefix"
    install_run >/dev/null 2>&1 || fail 'no repair'
    diff <(echo "$whole") <(state) || fail 'repaired, it is another than before'

    step "$suite: refusals"
    as_user QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/try/ann "$prefix/bin/axess-console" >/dev/null 2>&1 &
    console=$!
    running=''
    trap '[[ -z $running ]] || kill "$running"' EXIT
    for ((i = 0; i < 300; ++i)); do
        running=$(pgrep -f "^$name_of_place.*/libexec/axess-console" || true)
        [[ -z $running ]] || break
        sleep 0.1
    done
    refused 'is running' install_run
    kill "$running"
    wait "$console" || true
    running=''
    as_user sed -i 's/^version=.*/version=99.0.0/' "$prefix/bundle.info"
    refused '99.0.0, which is newer' install_run
    as_user sed -i "s/^version=.*/version=$version/" "$prefix/bundle.info"
    refused 'may not write' as_user sh "/made/$name.run" --unattended --prefix /usr/axess-console
    refused 'There is no component "printer"' install_run --without printer
    refused 'There is no display' as_user sh "/made/$name.run"
    # One byte in the middle, as a broken download has.
    cp -- "$root/made/$name.run" "$root/try/broken.run"
    printf 'x' | dd of="$root/try/broken.run" bs=1 seek=20000000 conv=notrunc status=none
    run=/try/broken.run refused 'is damaged; get it once more' install_run
    # A signature that nobody made.
    cp -- "$root/made/$name.run" "$root/try/signed.run"
    echo nonsense >"$root/try/signed.run.asc"
    run=/try/signed.run refused 'signed.run.asc' install_run
    rm -- "$root"/try/{broken.run,signed.run,signed.run.asc}
    as_root mkdir -p /try/noexec
    refused 'Nothing may be executed in /try/noexec' as_root sh -c 'mount -t tmpfs -o noexec,mode=1777 tmpfs /try/noexec &&
        exec setpriv --reuid 1000 --regid 1000 --clear-groups env TMPDIR=/try/noexec sh "$1" --unattended --prefix "$2"' sh "/made/$name.run" "$prefix"
    refused 'has room for' as_root sh -c 'mount -t tmpfs -o size=20m,mode=1777 tmpfs /try/noexec &&
        exec setpriv --reuid 1000 --regid 1000 --clear-groups sh "$1" --unattended --prefix /try/noexec/axess-console' sh "/made/$name.run"

    step "$suite: uninstall"
    as_user sh -c 'mkdir -p "$HOME/.config/Axess" && echo mine >"$HOME/.config/Axess/axess-console.conf"'
    as_user "$prefix/bin/axess-setup" --uninstall --unattended >/dev/null || fail 'not uninstalled'
    expect test -s "$root/try/ann/.config/Axess/axess-console.conf"
    # Folders that an installation shares with others stay.
    left=$(cd -- "$root/try/ann" && find . ! -type d ! -path './.config/*' ! -path './.cache/*')
    [[ -z $left ]] || fail "left behind: $left"
    expect test ! -e "$root$prefix"
    rm -rf -- "$root/try/ann/.config" "$root/try/ann/.cache" "$root/try/ann/.local" "${root:?}/try/ann/Ablage Süd"

    step "$suite: for everybody"
    as_root sh "/made/$name.run" --unattended >/dev/null 2>"$work/said" || fail "$(cat "$work/said")"
    as_user QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/try/ann /usr/local/bin/axess-console --self-test >/dev/null || fail 'for another user'
    as_root /opt/axess-console/bin/axess-setup --uninstall --unattended >/dev/null || fail 'not uninstalled from /opt'
    expect test ! -e "$root/opt/axess-console"
    expect test -z "$(find "$root/usr/local" ! -type d -iname '*axess*')"
done
step 'All of it held.'
