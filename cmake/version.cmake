# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# The version stands here and nowhere else. `./dev package --version` makes packages of another one, to upgrade from.
if(NOT DEFINED CACHE{AXESS_VERSION})
    set(AXESS_VERSION 0.1.0)
endif()
# Of the release that is in the making.
set(AXESS_RELEASE_DATE 2026-11-27)
# A name that nobody can own, until the project has a place.
set(AXESS_HOMEPAGE https://axess.invalid)
