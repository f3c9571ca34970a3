#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# start.sh ARGUMENT…: what the self-extracting archive starts in the folder that it unpacked itself into.

# A folder that is mounted without the right to execute keeps the program in it from starting, and its libraries too.
if ! ./axess-console/bin/axess-setup --version >/dev/null 2>&1; then
    refusal=$(sh ./axess-console/bin/axess-setup --version 2>&1 >/dev/null)
    case $refusal in
        *"is made for Linux"*) printf '%s\n' "$refusal" >&2 ;;
        *[Pp]"ermission denied"*)
            printf 'Nothing may be executed in %s; name another folder: TMPDIR="$HOME" sh %s\n' "${PWD%/*}" "${MS_BUNDLE##*/}" >&2
            ;;
        *) printf 'The setup cannot start: %s\n' "$refusal" | tail -n 1 >&2 ;;
    esac
    exit 1
fi
# Not exec: the archive deletes the folder when this ends.
./axess-console/bin/axess-setup "$@"
