# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [CTEST ARGUMENT…]  builds the engine with ThreadSanitizer and runs the tests of its threads
build tsan
run_ctest "$tree/build/tsan" "$@"
