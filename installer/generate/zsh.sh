#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# zsh.sh COMMANDS TEMPLATE VERSION: completion for zsh.
set -euo pipefail

source "$(dirname -- "${BASH_SOURCE[0]}")/reading.sh"
commands=$1

# A text within single quotes; brackets and colons would end it for _arguments.
# shellcheck disable=SC2016
quote='
    function quoted(text) {
        gsub(/\047/, "\047\\\047\047", text)
        gsub(/\[/, "\\[", text)
        gsub(/\]/, "\\]", text)
        gsub(/:/, "\\:", text)
        return text
    }'

part_commands() {
    awk -F'\t' "$quote"'
        $1 == "command" { print "    \047" $2 ":" quoted($3) "\047" }' "$commands"
}

# One arm of a `case` for each command.
part_options() {
    awk -F'\t' "$quote"'
        function close_arm() { if (open) print "            )\n            ;;" }
        $1 == "command" { close_arm(); open = 1; print "        \047" $2 "\047)\n            specs=(" }
        $1 == "option" {
            name = $3
            sub(/^-., /, "", name)
            action = $4 ~ /^(FILE|FOLDER)$/ ? "_files" : " "
            value = $4 == "" ? "" : "="
            print "                \047" name value "[" quoted($5) "]" ($4 == "" ? "" : ":" quoted($4) ":" action) "\047"
        }
        END { close_arm() }' "$commands"
}

fill "$2" "$3"
