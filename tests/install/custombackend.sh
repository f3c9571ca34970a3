# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# custombackend.sh TREE BUILD: installs the engine, builds examples/custombackend against the installation as somebody outside of the
# tree would, and runs the installed kit on it.
set -euo pipefail

tree=$1 build=$2
work=$build/install-custombackend
rm -rf -- "$work"
mkdir -p -- "$work/stores"

for component in Engine Development; do
    cmake --install "$build" --prefix "$work/prefix" --component "$component" >"$work/install.log"
done
# Away from the tree, whose files must not help.
cp -r -- "$tree/examples/custombackend" "$work/source"
cmake -G Ninja -S "$work/source" -B "$work/build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS='-O1 -Wall -Wextra -Werror' \
    -DCMAKE_PREFIX_PATH="$work/prefix"
cmake --build "$work/build"
unset AXESS_PLUGIN_PATH

kit=$work/prefix/bin/axess-conformance
"$kit" --plugins "$work/build" --rounds 40 --json "x-lmdb:$work/stores/{store}.mdb?sync=off&mapMiB=64" >"$work/report.json" ||
    { cat "$work/report.json"; exit 1; }
# A file has no connection that could be cut; all else must have been tried.
untried=$(sed -n '/"name"/{s/.*"name": "\(.*\)",.*/\1/;h};/"verdict": "\(partly\|not tried\)"/{g;p}' "$work/report.json")
[[ $untried == faults.aCutConnectionLosesNothing ]] || { echo "Not tried: $untried" >&2; exit 1; }
left=$(find "$work/stores" -type f | head -n 3)
[[ -z $left ]] || { echo "Left behind: $left" >&2; exit 1; }

# Installed, it is found without being named.
cmake --install "$work/build" >/dev/null
"$kit" --only connection --only engine "x-lmdb:$work/stores/{store}.mdb?sync=off"
