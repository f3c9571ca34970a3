# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [-c CMD]  a shell where the packages are
export PATH=$tree/build/dev/bin:$PATH
exec bash "$@"
