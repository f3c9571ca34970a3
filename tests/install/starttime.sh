# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# starttime.sh BUNDLE PROGRAM: how long the bundle's console takes to test itself, against PROGRAM, the same console with this
# system's libraries. Fails beyond one and a half times. Both run by turns, so that both see the same machine.
set -euo pipefail

bundle=$1 program=$2 rounds=9
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$folder HOME=$folder
chmod 0700 -- "$folder"

# took COMMAND: how many microseconds its self-test takes.
took() {
    local from=${EPOCHREALTIME/[.,]/}
    "$1" --self-test >/dev/null || { echo "$1 --self-test fails." >&2; return 1; }
    echo $((${EPOCHREALTIME/[.,]/} - from))
}
median() { sort -n -- "$1" | sed -n "$((rounds / 2 + 1))p"; }

# Read once from the disk, none of them waits for it.
took "$bundle/bin/axess-console" >/dev/null
took "$program" >/dev/null
for ((i = 0; i < rounds; ++i)); do
    took "$bundle/bin/axess-console" >>"$folder/bundle"
    took "$program" >>"$folder/system"
done
percent=$((100 * $(median "$folder/bundle") / $(median "$folder/system")))
echo "The bundle's console takes $percent % of the time of one with the system's libraries."
((percent <= 150))
