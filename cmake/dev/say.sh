# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# What ./dev says goes to standard error, so that the output of a command stays the command's.

say() { printf 'dev: %s\n' "$*" >&2; }

# fail STATUS SENTENCE
fail() {
    local status=$1
    shift
    say "$*"
    exit "$status"
}
