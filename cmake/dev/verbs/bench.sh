# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--rounds N] [--large ROWS]  measures against raw loops; table here, JSON in build/bench
build release --target axess-bench
mkdir -p -- "$tree/build/bench"
exec "$tree/build/release/tests/axess-bench" --json "$tree/build/bench/bench.json" "$@"
