# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [SECONDS [NAME]]  fuzzes every parser, or one, for so long each (60); what it finds stands in build/fuzz
# packages: fuzz
seconds=${1:-60}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || fail 2 "./dev fuzz takes a number of seconds, and perhaps the name of one target."
say 'Building the preset "fuzz"'
# Not the whole tree: its tests and plugins have presets of their own.
build fuzz --target "fuzz_${2:-targets}"
# As ctest does: what OpenSSL loses at exit is none of ours.
export LSAN_OPTIONS=suppressions=$tree/tests/support/lsan.supp:print_suppressions=0
found=no
for program in "$tree"/build/fuzz/tests/fuzz_${2:-*}; do
    [[ -x $program && ! -d $program ]] || continue
    found=yes
    name=${program##*/fuzz_}
    corpus=$tree/build/fuzz/corpus/$name
    mkdir -p -- "$corpus"
    say "Fuzzing $name for $seconds seconds"
    # New inputs go to the first folder; the checked-in ones are only read.
    "$program" -max_total_time="$seconds" -rss_limit_mb=4096 -artifact_prefix="$tree/build/fuzz/$name-" \
        "$corpus" "$tree/tests/fuzz/corpus/$name" ||
        fail 1 "$name found something: build/fuzz/$name-* holds the input."
done
[[ $found == yes ]] || fail 2 "There is no fuzz target \"${2:-}\"."
