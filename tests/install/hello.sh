# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# hello.sh installed|embedded|metrics TREE BUILD: builds examples/hello as an application outside the tree would, and
# runs it; `metrics` does so with an application that has its numbers collected.
set -euo pipefail

way=$1 tree=$2 build=$3
work=$build/install-$way
rm -rf -- "$work"
mkdir -p -- "$work/run"
program=axess-hello

case $way in
    installed | metrics)
        example=$tree/examples/hello program=axess-hello
        [[ $way == installed ]] || example=$tree/tests/install/scrape program=axess-scrape
        cmake --install "$build" --prefix "$work/prefix" >"$work/install.log"
        cmake -G Ninja -S "$example" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/prefix"
        if [[ $way == installed ]] && grep -q ^prometheus-cpp_DIR "$work/build/CMakeCache.txt"; then
            echo "The engine alone asks for prometheus-cpp" >&2
            exit 1
        fi
        ;;
    embedded)
        cat >"$work/CMakeLists.txt" <<PROJECT
cmake_minimum_required(VERSION 3.28)
project(Embedding LANGUAGES CXX)
add_subdirectory("$tree" axess)
add_subdirectory("$tree/examples/hello" hello)
PROJECT
        cmake -G Ninja -S "$work" -B "$work/build"
        for artefact in "$work"/build/axess/{cli,gui,tests,plugins/sqlite}; do
            [[ ! -e $artefact ]] || { echo "An embedded engine builds $artefact, which nobody asked for" >&2; exit 1; }
        done
        ;;
esac
cmake --build "$work/build"

# The plugins and libraries of the build folder must not help.
unset AXESS_PLUGIN_PATH
cd -- "$work/run"
program=$(find "$work/build" -type f -name "$program" -perm -u+x -print -quit)
"$program"
