# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Applications against libaxess-dev: examples/hello by CMake, and one file by pkg-config.

build_applications() {
    apt_in_root install --no-install-recommends cmake g++ ninja-build pkgconf
    cp -r -- "$tree/examples/hello" "$root/try/hello"
    as_root install -d -o 1000 -g 1000 /try/ann/hello
    as_user cmake -G Ninja -S /try/hello -B /try/ann/hello/build >"$work/hello.log" 2>&1 || { cat "$work/hello.log"; fail 'CMake does not find Axess'; }
    as_user cmake --build /try/ann/hello/build >"$work/hello.log" 2>&1 || { cat "$work/hello.log"; fail 'examples/hello does not build'; }
    as_user sh -c 'cd hello && build/axess-hello' >"$work/hello.log" 2>&1 || { cat "$work/hello.log"; fail 'examples/hello does not run'; }

    as_user axess-conformance --only connection --only engine 'sqlite:/try/ann/{store}.db' >"$work/kit.log" 2>&1 ||
        { cat "$work/kit.log"; fail 'axess-conformance does not find that SQLite keeps what it promises'; }

    cat >"$root/try/version.cpp" <<'PROGRAM'
#include <axess/version.h>
#include <cstdio>

int main()
{
    std::puts(qPrintable(Axess::version()));
}
PROGRAM
    # shellcheck disable=SC2016
    as_user sh -c 'g++ -std=c++23 -fPIC /try/version.cpp -o version $(pkg-config --cflags --libs axess) && ./version' >"$work/version.log" 2>&1 ||
        { cat "$work/version.log"; fail 'pkg-config does not find Axess'; }
    expect test "$(tail -n 1 "$work/version.log")" = "$newer"
}
