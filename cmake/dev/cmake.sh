# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Configuring, building and testing a preset.

# Clones of one user share what was compiled: paths are hashed relative to the tree.
export CCACHE_DIR=$AXESS_CACHE/ccache CCACHE_BASEDIR=$tree CCACHE_NOHASHDIR=1
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
# Without running the preprocessor first: a miss then costs only the compilation.
export CCACHE_DEPEND=1
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}

# configure PRESET [CMAKE OPTION…]
configure() {
    local preset=$1 log
    shift
    log=$tree/build/$preset/configure.log
    mkdir -p -- "$tree/build/$preset"
    # A tree that was moved or copied cannot use its old build folder.
    if [[ -f $tree/build/$preset/CMakeCache.txt ]] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$tree" "$tree/build/$preset/CMakeCache.txt"; then
        say "The tree was moved: build/$preset begins anew."
        rm -rf -- "${tree:?}/build/$preset"
        mkdir -p -- "$tree/build/$preset"
    fi
    (cd -- "$tree" && cmake --preset "$preset" "$@") >"$log" 2>&1 || {
        cat -- "$log" >&2
        fail 1 "CMake could not configure the preset \"$preset\"."
    }
}

# build PRESET [BUILD OPTION…]
build() {
    local preset=$1
    shift
    configure "$preset"
    cmake --build "$tree/build/$preset" "$@"
}

# run_ctest FOLDER [CTEST ARGUMENT…]: replaces this process.
run_ctest() {
    local folder=$1
    shift
    local -a command=(ctest --test-dir "$folder" --output-on-failure --no-tests=error -j "$(nproc)" "$@")
    # The sanitizers of GCC 14 find no place for their shadow where the kernel randomises 32 bits of an address.
    if setarch -R true 2>/dev/null; then
        command=(setarch -R "${command[@]}")
    fi
    exec "${command[@]}"
}
