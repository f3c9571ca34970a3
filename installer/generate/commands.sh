#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# commands.sh AXESSCTL: everything that the program knows, a fact a line, as reading.sh describes them, and before
# the facts of each command `command NAME SUMMARY USAGE`.
set -euo pipefail

source "$(dirname -- "${BASH_SOURCE[0]}")/reading.sh"
program=$1
overview=$("$program" --help)
names=$(sed -n '/^Commands:$/,/^$/s/^  \(\S\+\( \S\+\)\?\)  .*/\1/p' <<<"$overview")
[[ -n $names ]] || { echo "$program --help lists no commands." >&2; exit 1; }
while IFS= read -r name; do
    # shellcheck disable=SC2086
    help=$("$program" $name --help)
    facts=$(read_help "$name" <<<"$help")
    printf 'command\t%s\t%s\t%s\n' "$name" "$(sed -n 's/^summary\t//p' <<<"$facts")" "$(sed -n 's/^usage\t//p' <<<"$facts")"
    grep -P '^(option|argument)\t' <<<"$facts"
done <<<"$names"
