# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--headless] [--seconds N]  the sample shop, visitors, and the console on their sessions
build dev --target axess-shop axess-visitors axessctl axess-console axess_sqlite >&2
exec bash "$parts/demo.sh" "$tree/build/dev" "$tree/build/demo" "$@"
