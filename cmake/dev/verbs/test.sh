# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--quick|--all] [CTEST ARGUMENT…]  builds and tests; with arguments of ctest only the ordinary build
# packages --all: package
scope=ordinary
case ${1:-} in
    --quick | --all)
        scope=${1#--}
        shift
        ;;
esac
trees=(dev)
[[ $scope == quick ]] || (($#)) || trees+=(asan)
for preset in "${trees[@]}"; do
    say "Building the preset \"$preset\""
    build "$preset"
done

# One ctest over all trees, so that its closing lines speak of everything that ran.
mkdir -p -- "$tree/build/test"
{
    for preset in "${trees[@]}"; do printf 'subdirs("../%s")\n' "$preset"; done
} >"$tree/build/test/CTestTestfile.cmake"

case $scope in
    quick) exclude='^(slow|all|soak)$' ;;
    ordinary) exclude='^(all|soak)$' ;;
    all) exclude='^soak$' ;;
esac
run_ctest "$tree/build/test" -LE "$exclude" "$@"
