#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Stands for mmdebstrap in the tests of ./dev: makes a root of a shell and env within a second, and fails as
# FAKE_FAILURE says. Each call adds a line to FAKE_CALLS.
set -euo pipefail

echo call >>"$FAKE_CALLS"
target=${*: -1}
echo 'I: running apt-get update...' >&2
if [[ -n ${FAKE_FAILURE:-} ]]; then
    echo "$FAKE_FAILURE" >&2
    exit 25
fi

root=$target
[[ $target != - ]] || root=$(mktemp -d)
mkdir -p -- "$root"/{usr/bin,usr/lib,etc,proc,sys,dev,tmp}
ln -s usr/bin "$root/bin"
for program in bash sh env umount id pwd; do
    path=$(readlink -f -- "$(type -P "$program")")
    cp -- "$path" "$root/usr/bin/$program"
    for library in $(ldd "$path" | grep -o '/[^ )]*'); do
        mkdir -p -- "$root$(dirname -- "$library")"
        cp -L -- "$library" "$root$library"
    done
done
if [[ -d /usr/lib/locale/C.utf8 ]]; then
    mkdir -p -- "$root/usr/lib/locale"
    cp -r -- /usr/lib/locale/C.utf8 "$root/usr/lib/locale"
fi
# As the real one does, which has no time to unmount it when it is killed.
((EUID != 0)) || mount --bind "$FAKE_MOUNTED" "$root/dev"
[[ -z ${FAKE_PAUSE:-} ]] || sleep "$FAKE_PAUSE"
((EUID != 0)) || umount "$root/dev"
[[ $target != - ]] || tar -c -C "$root" .
