# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--version X.Y.Z]  makes the console's installer and archive in build/package/installers
# packages: package
source "$parts/package.sh"
case ${1:-} in
    '') make_installer ;;
    --version) make_installer "${2:-}" ;;
    *) fail 2 "./dev installer knows only --version X.Y.Z." ;;
esac
