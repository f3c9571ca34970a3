# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [CTEST ARGUMENT…]  the tests that take hours, such as a million rounds of the races
build dev
run_ctest "$tree/build/dev" -L '^soak$' "$@"
