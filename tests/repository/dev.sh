# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# dev.sh TREE WORK: tests ./dev where it makes a private root, with a quick stand-in for mmdebstrap.
set -uo pipefail

source_tree=$1 work=$2
failures=0
case_name=

complain() {
    printf 'FAIL  %s: %s\n' "$case_name" "$1"
    failures=$((failures + 1))
}

expect_status() {
    [[ $status == "$1" ]] || complain "ended with $status instead of $1: $(tail -n 3 -- "$errors")"
}

expect_said() {
    grep -q -- "$1" "$errors" || complain "did not say \"$1\" but: $(cat -- "$errors")"
}

expect_calls() {
    local calls=0
    [[ ! -e $FAKE_CALLS ]] || calls=$(wc -l <"$FAKE_CALLS")
    ((calls == $1)) || complain "made the root $calls times instead of $1"
}

# Every case begins with a tree in a path with spaces and an empty cache.
begin() {
    case_name=$1
    if grep -qF -- "$work/" /proc/self/mountinfo; then
        complain "left something mounted below $work; nothing is deleted"
        exit 1
    fi
    rm -rf --one-file-system -- "$work"
    tree="$work/a tree/axess"
    output=$work/output errors=$work/errors
    mkdir -p -- "$tree/build/dev/bin" "$work/programs" "$work/some where"
    cp -r -- "$source_tree/dev" "$source_tree/cmake" "$tree"
    cp -- "$source_tree/tests/repository/fakemmdebstrap.sh" "$work/programs/mmdebstrap"
    ln -s "$(type -P true)" "$work/programs/newuidmap"
    chmod +x "$work/programs/mmdebstrap"
    export XDG_CACHE_HOME="$work/the cache" FAKE_CALLS=$work/calls AXESS_DEV_PLATFORM=root HOME=$work
    unset FAKE_FAILURE FAKE_PAUSE
    export FAKE_MOUNTED=$work/mounted
    mkdir -p -- "$FAKE_MOUNTED"
    echo precious >"$FAKE_MOUNTED/file"
    mkdir -p -- "$XDG_CACHE_HOME"
    cd -- "$work/some where" || exit 1
}

dev() {
    PATH=$work/programs:$PATH "$tree/dev" "$@" >"$output" 2>"$errors"
    status=$?
}

begin 'a command inside has its folder, its streams and its status'
printf '#!/bin/sh\nread -r line; pwd; echo "$line|$1|$2"; exit 7\n' >"$tree/build/dev/bin/probe"
chmod +x "$tree/build/dev/bin/probe"
dev run probe 'two words' '$HOME *' <<<'from outside'
expect_status 7
expect_calls 1
[[ $(cat -- "$output") == "$work/some where"$'\n''from outside|two words|$HOME *' ]] ||
    complain "printed: $(cat -- "$output")"

case_name='a second call makes nothing and is quick'
before=$EPOCHREALTIME
dev run env
spent=$((${EPOCHREALTIME/./} - ${before/./}))
expect_status 0
expect_calls 1
# The promise is two seconds; on a busy machine both take longer.
before=$EPOCHREALTIME
for ((i = 0; i < 500; ++i)); do env true; done
((spent < ${EPOCHREALTIME/./} - ${before/./})) || complain 'took longer than starting 500 small programs'
[[ ! -s $errors ]] || complain "was not silent: $(cat -- "$errors")"

case_name='no mount outlives a command'
! grep -q 'the\\040cache' /proc/self/mountinfo || complain 'something is mounted in the cache'

case_name='cleaning takes the cache and leaves the tree'
dev clean --all
expect_status 0
[[ ! -e $XDG_CACHE_HOME/axess && -f $tree/dev && ! -e $tree/build ]] || complain 'deleted too much or too little'

begin 'an interrupted set-up repairs itself'
FAKE_PAUSE=30 PATH=$work/programs:$PATH setsid "$tree/dev" run env >"$output" 2>"$errors" &
interrupted=$!
for ((i = 0; i < 100; i++)); do
    compgen -G "$XDG_CACHE_HOME/axess/root/*.new.*/usr/bin/env" >/dev/null && break
    sleep 0.1
done
{
    kill -KILL -- "-$interrupted"
    wait "$interrupted"
} 2>/dev/null
! grep -q 'the\\040cache' /proc/self/mountinfo || complain 'left something mounted in the cache'
dev run env
expect_status 0
expect_calls 2
[[ -f $FAKE_MOUNTED/file ]] || complain 'deleted what was mounted in the half-made root'
! compgen -G "$XDG_CACHE_HOME/axess/root/*.new.*" >/dev/null || complain 'left the half-made root'

if ((EUID == 0)); then
    case_name='a root is not deleted while something is mounted below it'
    root=$(compgen -G "$XDG_CACHE_HOME/axess/root/*/usr/bin/env")
    root=${root%/usr/bin/env}
    mount --bind -- "$FAKE_MOUNTED" "$root/sys"
    dev clean --all
    expect_status 1
    expect_said 'Something is mounted below'
    umount -- "$root/sys"
    [[ -f $FAKE_MOUNTED/file && -f $root/usr/bin/env ]] || complain 'deleted something all the same'
fi

begin 'two calls at once make one root'
export FAKE_PAUSE=1
PATH=$work/programs:$PATH "$tree/dev" run env >"$work/first" 2>&1 &
first=$!
dev run env
wait "$first" || complain "the first failed: $(cat -- "$work/first")"
expect_status 0
expect_calls 1
cat -- "$work/first" >>"$errors"
expect_said 'waiting for it'

begin 'a missing registry is one sentence'
export FAKE_FAILURE='E: Failed to fetch http://archive.invalid/  Temporary failure resolving'
dev run env
expect_status 1
expect_said 'The Debian archive cannot be reached'
case_name='a full disk is one sentence'
export FAKE_FAILURE='tar: write error: No space left on device'
dev run env
expect_status 1
expect_said 'The disk is full'
case_name='after a failure the next call succeeds'
unset FAKE_FAILURE
dev run env
expect_status 0

begin 'a cache that cannot be written is one sentence'
export XDG_CACHE_HOME=/proc/nowhere
dev run env
expect_status 1
expect_said 'Cannot write /proc/nowhere'

begin 'an unknown verb names the way out'
dev frobnicate
expect_status 2
expect_said './dev help lists them'
dev run
expect_status 2
dev help
expect_status 0
grep -q '^  build ' "$output" || complain 'help does not list build'

if ((EUID == 0)); then
    begin 'an ordinary user needs no root'
    chmod -R a+rX -- "$work"
    chown -R 65534:65534 -- "$work"
    printf '#!/bin/sh\necho written >"%s"\n' "$tree/build/dev/mark" >"$tree/build/dev/bin/mark"
    chmod +x "$tree/build/dev/bin/mark"
    PATH=$work/programs:$PATH setpriv --reuid=65534 --regid=65534 --clear-groups \
        "$tree/dev" run mark >"$output" 2>"$errors"
    status=$?
    expect_status 0
    [[ $(stat -c %u -- "$tree/build/dev/mark") == 65534 ]] || complain 'the file is not the user'\''s own'
fi

((failures == 0)) && printf 'PASS  every case of ./dev\n'
exit "$((failures > 0))"
