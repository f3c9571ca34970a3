#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# axess-console.1.sh AXESS_CONSOLE TEMPLATE VERSION: the manual page.
set -euo pipefail

source "$(dirname -- "${BASH_SOURCE[0]}")/reading.sh"
help=$(LC_ALL=C.UTF-8 "$1" --help)

part_options() {
    read_help '' <<<"$help" | awk -F'\t' '$1 == "option" { print $3 "\t" ($4 == "" ? "-" : $4) "\t" $5 }' | roff_options
}

fill "$2" "$3"
