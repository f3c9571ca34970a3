#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Starts the program of libexec that has this file's name: with this machine's libc, or with the bundle's own where
# that is older than @LIBC@, which the bundle is built with.

self=$(readlink -f -- "$0")
name=${self##*/}
bundle=${self%/bin/*}
if [ "$(uname -sm)" != "Linux x86_64" ]; then
    echo "$name is made for Linux on x86_64, and this is $(uname -sm)." >&2
    exit 1
fi

# is_older VERSION: of a libc. What names no version is taken for older.
is_older() {
    case $1 in
        *.*) [ "${1%%.*}" -lt @MAJOR@ ] || { [ "${1%%.*}" -eq @MAJOR@ ] && [ "$(expr "${1#*.}" : '\([0-9]*\)')" -lt @MINOR@ ]; } ;;
        *) true ;;
    esac
}

has=$(getconf GNU_LIBC_VERSION 2>/dev/null)
if is_older "${has#glibc }"; then
    exec "$bundle/lib/libc/ld-linux-x86-64.so.2" --library-path "$bundle/lib/libc" --argv0 "$0" "$bundle/libexec/$name" "$@"
fi
exec "$bundle/libexec/$name" "$@"
