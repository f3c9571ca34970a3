# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: this list
# where: host
printf 'Usage: ./dev VERB [ARGUMENT…]\n\n'
for file in "$parts"/verbs/*.sh; do
    printf '  %-8s %s\n' "$(basename -- "$file" .sh)" "$(sed -n 's/^# help: //p' -- "$file")"
done
printf '\nEverything is set up on the first call: on Debian 13 and Ubuntu 25.04 or newer with apt,\n'
printf 'elsewhere in a private Debian 13 root in %s.\n' "${XDG_CACHE_HOME:-~/.cache}/axess"
