# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: CMD …  runs a command with the build's programs first in PATH
(($#)) || fail 2 "./dev run needs a command, for example: ./dev run axessctl --help"
export PATH=$tree/build/dev/bin:$PATH
# What is not there may be a program of Axess that nobody has built yet.
command -v -- "$1" >/dev/null || build dev >&2
command -v -- "$1" >/dev/null || fail 127 "There is no program \"$1\", neither of Axess nor where commands run."
exec "$@"
