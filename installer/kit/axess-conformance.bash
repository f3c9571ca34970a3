# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Completion of axess-conformance for bash.

_axess_conformance() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    case $before in
        --plugins) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
        --only) mapfile -t COMPREPLY < <(compgen -W "$(axess-conformance --topics)" -- "$word") ;;
        --rounds | --deadline | --make | --drop) COMPREPLY=() ;;
        *)
            mapfile -t COMPREPLY < <(compgen -W "--plugins --only --rounds --deadline --make --drop --json --topics --help --version" -- "$word")
            ;;
    esac
}
complete -F _axess_conformance axess-conformance
