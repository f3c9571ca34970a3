#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# axessctl.1.sh COMMANDS TEMPLATE VERSION: the manual page.
set -euo pipefail

source "$(dirname -- "${BASH_SOURCE[0]}")/reading.sh"
commands=$1

# What every command takes.
global_options() {
    awk -F'\t' '
        $1 == "command" { commands++ }
        $1 == "option" { if (!count[$3]++) order[++n] = $3; line[$3] = $3 "\t" ($4 == "" ? "-" : $4) "\t" $5 }
        END { for (i = 1; i <= n; i++) if (count[order[i]] == commands) print line[order[i]] }' "$commands"
}

globals=$(global_options)

part_options() { roff_options <<<"$globals"; }

own_options() {
    awk -F'\t' -v command="$1" '$1 == "option" && $2 == command { print $3 "\t" ($4 == "" ? "-" : $4) "\t" $5 }' "$commands" |
        grep -vxF -- "$globals" || true
}

part_commands() {
    local kind name summary usage
    while IFS=$'\t' read -r kind name summary usage; do
        [[ $kind == command ]] || continue
        printf '.SS "%s"\n' "$(roff <<<"$name${usage:+ $usage}")"
        roff <<<"$summary"
        own_options "$name" | roff_options
        awk -F'\t' -v command="$name" '$1 == "argument" && $2 == command { print $3 "\t-\t" $4 }' "$commands" | roff_options
    done <"$commands"
}

fill "$2" "$3"
