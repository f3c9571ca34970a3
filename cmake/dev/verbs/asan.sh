# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [CTEST ARGUMENT…]  builds engine and SQLite with ASan and UBSan and runs their tests
build asan
run_ctest "$tree/build/asan" "$@"
