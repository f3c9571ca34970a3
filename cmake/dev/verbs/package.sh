# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--version X.Y.Z]  makes Debian packages in build/package/debs and checks them (as another version, to upgrade from)
# packages: package
source "$parts/package.sh"
case ${1:-} in
    '') make_packages ;;
    --version) make_packages "${2:-}" ;;
    *) fail 2 "./dev package knows only --version X.Y.Z." ;;
esac
bash "$tree/tests/install/lint.sh" "$tree" "$tree/build/package/debs/${2:-$(value_of_version AXESS_VERSION)}"
