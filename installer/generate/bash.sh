#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# bash.sh COMMANDS TEMPLATE VERSION: completion for bash.
set -euo pipefail

source "$(dirname -- "${BASH_SOURCE[0]}")/reading.sh"
commands=$1

# Each command with its options; `=` and the value's name stand behind those that take one.
part_table() {
    awk -F'\t' '
        $1 == "command" { if (line != "") print line "\""; line = "    [" $2 "]=\""; }
        $1 == "option" {
            name = $3
            sub(/^-., /, "", name)
            line = line (line ~ /"$/ ? "" : " ") name ($4 == "" ? "" : "=" $4)
        }
        END { print line "\"" }' "$commands" | sed -E 's/^    \[([^]]*)\]/    ["\1"]/'
}

fill "$2" "$3"
