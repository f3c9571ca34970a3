# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: [--all]  deletes build/ (--all also the private root and the compiler's cache)
# where: host
source "$parts/platform.sh"
source "$parts/root.sh"
rm -rf -- "${tree:?}/build"
case ${1:-} in
    '') ;;
    --all)
        for lock in "$cache"/root/*.lock; do
            [[ -e $lock ]] || continue
            exec 7>>"$lock"
            flock -n 7 || fail 1 "Another ./dev is running in ${lock%.lock}; wait for it to end."
            for folder in "${lock%.lock}" "${lock%.lock}".new.*; do
                delete_root "$folder"
            done
        done
        delete_root "${cache:?}"
        ;;
    *) fail 2 "./dev clean knows only --all." ;;
esac
