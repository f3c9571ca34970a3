# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Making Debian packages and the console's installer.

# configure_package [OPTION…]: configures as Debian builds its own packages, but without debugging symbols, which
# nobody would keep.
configure_package() {
    export DEB_BUILD_MAINT_OPTIONS=hardening=+bindnow DEB_CXXFLAGS_MAINT_STRIP=-g DEB_CFLAGS_MAINT_STRIP=-g
    local compile link
    compile="$(cd -- "$tree" && dpkg-buildflags --get CXXFLAGS) $(dpkg-buildflags --get CPPFLAGS)"
    link="$(dpkg-buildflags --get LDFLAGS) -Wl,--as-needed"
    configure package "-DCMAKE_CXX_FLAGS=$compile" "-DCMAKE_SHARED_LINKER_FLAGS=$link" \
        "-DCMAKE_MODULE_LINKER_FLAGS=$link" "-DCMAKE_EXE_LINKER_FLAGS=$link" "$@"
}

# value_of_version NAME: what that stands in cmake/version.cmake behind a name.
value_of_version() { sed -n "s/^ *set($1 \(.*\))\$/\1/p" -- "$tree/cmake/version.cmake"; }

# build_packaged [VERSION]: builds what is packed, and says in $version which it is.
build_packaged() {
    version=${1:-$(value_of_version AXESS_VERSION)}
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail 2 "\"$version\" is not a version such as 0.1.0."
    # Times in packages are the release's, so that they have the same bytes whoever makes them, and when.
    SOURCE_DATE_EPOCH=$(date -u -d "$(value_of_version AXESS_RELEASE_DATE)" +%s)
    export SOURCE_DATE_EPOCH
    umask 022

    say "Building what packages of $version are made of"
    if (($#)); then configure_package "-DAXESS_VERSION=$version"; else configure_package -UAXESS_VERSION; fi
    cmake --build "$tree/build/package"
}

# make_packages [VERSION]: into build/package/debs/VERSION.
make_packages() {
    local version debs
    build_packaged "$@"
    debs=$tree/build/package/debs/$version
    rm -rf -- "$debs" "$tree/build/package/_CPack_Packages"
    cpack --config "$tree/build/package/CPackConfig.cmake" -B "$debs" >"$tree/build/package/cpack.log" 2>&1 || {
        cat -- "$tree/build/package/cpack.log" >&2
        fail 1 "CPack could not make the packages."
    }
    rm -rf -- "$debs/_CPack_Packages"
    say "The packages stand in $debs"
}

# make_installer [VERSION]: into build/package/installers/VERSION.
make_installer() {
    local version bundle=$tree/build/package/bundle/axess-console installers
    build_packaged "$@"
    installers=$tree/build/package/installers/$version
    say "Bringing together what the console needs"
    rm -rf -- "$installers"
    mkdir -p -- "$installers"
    bash "$tree/installer/bundle/bundle.sh" "$tree" "$tree/build/package" "$bundle"
    say "Packing"
    bash "$tree/installer/bundle/archives.sh" "$tree" "$bundle" "$installers" "$version"
    say "The installer and the archive stand in $installers"
}
