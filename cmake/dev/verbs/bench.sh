# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--only engine|sqlite|servers|postgres|mysql|valkey] [--rounds N] [--large ROWS] [--jobs ROWS]  measures against raw loops; JSON in build/bench
build release --target axess-bench
mkdir -p -- "$tree/build/bench"
if [[ " $* " != *" --only engine "* && " $* " != *" --only sqlite "* ]]; then
    # Sockets want short paths.
    AXESS_TEST_SERVERS=$(mktemp -d "${TMPDIR:-/tmp}/axess-bench-XXXXXX")
    export AXESS_TEST_SERVERS AXESS_SOURCE_DIR=$tree
    servers=$tree/tests/support/servers/servers.sh
    trap '"$servers" stop "$AXESS_TEST_SERVERS"; rm -rf -- "$AXESS_TEST_SERVERS"' EXIT
    # What is acknowledged is on the disk, as on a server that serves; the tests' servers do without.
    AXESS_SERVER_OPTIONS='-c fsync=on' "$servers" start "$AXESS_TEST_SERVERS" postgres
    AXESS_SERVER_OPTIONS='--innodb-flush-log-at-trx-commit=1' "$servers" start "$AXESS_TEST_SERVERS" mysql
    "$servers" start "$AXESS_TEST_SERVERS" valkey
fi
"$tree/build/release/tests/axess-bench" --json "$tree/build/bench/bench.json" "$@"
