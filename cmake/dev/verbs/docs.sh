# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--check]  makes the API reference in build/docs/html, and docs/promises.md (--check only the reference)
# packages: package
case ${1:-} in
    '')
        build dev --target axess_promises
        # Never half of it in its place.
        "$tree/build/dev/bin/axess_promises" "$tree" >"$tree/build/promises.md"
        mv -- "$tree/build/promises.md" "$tree/docs/promises.md"
        ;;
    --check) ;;
    *) fail 2 "./dev docs knows only --check." ;;
esac
cd -- "$tree"
mkdir -p -- build/docs
version=$(sed -n 's/^ *set(AXESS_VERSION \([0-9.]*\)).*/\1/p' cmake/version.cmake)
{
    cat -- docs/Doxyfile
    printf 'PROJECT_NUMBER = %s\nOUTPUT_DIRECTORY = build/docs\n' "$version"
} | doxygen - 2>build/docs/warnings.txt || fail 1 "Doxygen failed; build/docs/warnings.txt says why."
# Members whose names say it all need no sentence; there shall not be more of them.
plain='error: Member .* is not documented|warning: Member .* is not documented'
if grep -vE "$plain" build/docs/warnings.txt >&2; then
    fail 1 "The comments of the public headers have mistakes, or a type has none."
fi
members=$(grep -cE "$plain" build/docs/warnings.txt || true)
most=$(sed -n 's/^# Members without a sentence: //p' docs/Doxyfile)
((members <= most)) ||
    fail 1 "$members members of the public headers have no sentence, $most had none before; build/docs/warnings.txt names them."
say "The API reference is build/docs/html/index.html; $members members have no sentence of their own."
