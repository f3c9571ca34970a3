#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# test.sh FOLDER: tests that servers.sh ends what it started, all of it and nothing else.
set -uo pipefail

servers=$(dirname -- "${BASH_SOURCE[0]}")/servers.sh
folder=$1-$$
failures=0
output=$(mktemp)
trap '"$servers" stop "$folder" 2>/dev/null; rm -f -- "$output"' EXIT

complain() {
    printf 'FAIL  %s: %s\n' "$case_name" "$1"
    failures=$((failures + 1))
}
expect_success() { "$@" >"$output" 2>&1 || complain "$* failed: $(cat -- "$output")"; }
expect_failure() { ! "$@" >"$output" 2>&1 || complain "$* succeeded"; }
expect_said() { grep -q -- "$1" "$output" || complain "did not say \"$1\" but: $(cat -- "$output")"; }
pid_of_valkey() { cut -d' ' -f1 "$folder/valkey.pids"; }
# Nor is it a zombie that nobody has waited for yet.
runs() { grep -q "^State:[[:space:]]*[^Z[:space:]]" "/proc/$1/status" 2>/dev/null; }

case_name='what was started runs, and ends'
expect_success "$servers" start "$folder" valkey
expect_said '^valkey=valkey://'
pid=$(pid_of_valkey)
runs "$pid" || complain 'the server does not run'
expect_success "$servers" status "$folder"
expect_failure "$servers" start "$folder" valkey
expect_said 'runs already'
runs "$pid" || complain 'a second start ended the first'
expect_success "$servers" stop "$folder"
! runs "$pid" || complain 'the server outlived stop'
[[ ! -e $folder ]] || complain "$folder is still there"
expect_failure "$servers" status "$folder"

case_name='a server that stands still is ended too'
expect_success "$servers" start "$folder" valkey
pid=$(pid_of_valkey)
kill -STOP "$pid"
expect_success "$servers" stop "$folder"
! runs "$pid" || complain 'it outlived stop'

case_name='another process that has the number now is left alone'
expect_success "$servers" start "$folder" valkey
pid=$(pid_of_valkey)
sleep 60 &
bystander=$!
printf '%s 1 valkey\n' "$bystander" >>"$folder/valkey.pids"
expect_success "$servers" stop "$folder"
runs "$bystander" || complain 'a bystander was ended'
kill "$bystander"

case_name='a run that goes on keeps its folder'
expect_success "$servers" begin "$folder"
expect_success "$servers" start "$folder" valkey
pid=$(pid_of_valkey)
expect_failure bash -c '"$0" begin "$1"; exit $?' "$servers" "$folder"
expect_said 'run already'
runs "$pid" || complain 'its server was ended'

case_name='what a killed run left is ended by the next one'
expect_success "$servers" stop "$folder"
# A run that begins, starts a server and is gone.
expect_success bash -c '"$0" begin "$1" && "$0" start "$1" valkey; exit $?' "$servers" "$folder"
pid=$(pid_of_valkey)
runs "$pid" || complain 'the server did not outlive the run'
expect_success "$servers" begin "$folder"
! runs "$pid" || complain 'the server was left running'
[[ ! -e $folder/urls ]] || complain 'its URL was left'

case_name='words that nobody knows are refused'
expect_failure "$servers" begun "$folder"
expect_failure "$servers" start "$folder" oracle
expect_said 'is none of'

((failures == 0)) && printf 'PASS  all cases\n'
exit $((failures > 0))
