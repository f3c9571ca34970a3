# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [OPTION…]  builds everything (options go to cmake --build, such as --target)
build dev "$@"
