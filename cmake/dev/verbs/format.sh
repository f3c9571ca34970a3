# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--check]  lays out the C++ sources (--check only says which are not)
cd -- "$tree"
case ${1:-} in
    '') mode=(-i) ;;
    --check) mode=(--dry-run --Werror) ;;
    *) fail 2 "./dev format knows only --check." ;;
esac
formatter=$(command -v clang-format-19 || command -v clang-format) || fail 1 "clang-format is not installed."
git -c safe.directory='*' ls-files -z --cached --others --exclude-standard '*.cpp' '*.h' |
    while IFS= read -r -d '' file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done |
    xargs -0 -r -n 40 -P "$(nproc)" "$formatter" "${mode[@]}"
