# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: CMD …  runs a command with the build's programs first in PATH
(($#)) || fail 2 "./dev run needs a command, for example: ./dev run axessctl --help"
[[ -d $tree/build/dev/bin ]] || build dev >&2
export PATH=$tree/build/dev/bin:$PATH
command -v -- "$1" >/dev/null || fail 127 "There is no program \"$1\"; ./dev build makes those of Axess."
exec "$@"
