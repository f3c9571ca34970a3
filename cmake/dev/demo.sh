#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# demo.sh BUILD FOLDER [--headless] [--seconds N]: the sample shop with visitors on a sealed SQLite store in
# FOLDER, and the console on that store. Without a display (or with --headless) it prints what the command
# line sees, writes pictures of the console into FOLDER and ends by itself. What it started, it stops.
set -euo pipefail

source "$(dirname -- "${BASH_SOURCE[0]}")/say.sh"
build=$1 folder=$2
shift 2
headless=no seconds=10
[[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || headless=yes
while (($#)); do
    case $1 in
        --headless) headless=yes ;;
        --seconds)
            [[ ${2:-} =~ ^[0-9]+$ ]] || fail 2 "--seconds needs a number."
            seconds=$2
            shift
            ;;
        *) fail 2 "./dev demo knows --headless and --seconds N." ;;
    esac
    shift
done

export PATH=$build/bin:$PATH AXESS_PLUGIN_PATH=$build/plugins/axess
mkdir -p -- "$folder"
cd -- "$folder"
# Each demo begins anew; nothing else in the folder is touched.
rm -f -- shop.db* root.key shop.log visitors.log ./*.png
store=(--store sqlite:shop.db --root-key-file root.key)

shop='' visitors=''
stop() {
    local process
    for process in $visitors $shop; do kill -TERM "$process" 2>/dev/null || true; done
    for process in $visitors $shop; do wait "$process" 2>/dev/null || true; done
}
trap stop EXIT

axess-shop "${store[@]}" --port 0 --behind-proxy >shop.log 2>&1 &
shop=$!
url=''
for ((i = 0; i < 300; ++i)); do
    url=$(grep -o 'http://127.0.0.1:[0-9]*/' shop.log || true)
    [[ -z $url ]] || break
    kill -0 "$shop" 2>/dev/null || { cat shop.log >&2; fail 1 "The shop did not start."; }
    sleep 0.1
done
[[ -n $url ]] || fail 1 "The shop did not open within 30 s; $folder/shop.log tells more."
printf 'The shop:  %s (every name signs in with the password "demo")\n' "$url"
printf 'The store: sqlite:%s, sealed by %s\n' "$folder/shop.db" "$folder/root.key"

axess-visitors --url "$url" --visitors 300 >visitors.log 2>&1 &
visitors=$!

# show COMMAND…: the command and what it prints.
show() {
    printf '\n$ axessctl %s\n' "$*"
    axessctl "${store[@]}" "$@"
}

if [[ $headless == no ]]; then
    printf 'The console shows the sessions of 300 visitors; close it to end the demo.\n'
    axess-console "${store[@]}"
else
    printf 'No display: 300 visitors stroll for %s s.\n' "$seconds"
    sleep "$seconds"
    show info
    show session list --limit 12
    show user list | sed -n '1,16p'
    # The doctor ends non-zero on findings, which a demo may have.
    show doctor || true
    QT_QPA_PLATFORM=offscreen axess-console "${store[@]}" --screenshots .
    printf '\nPictures of the console:\n'
    pictures=(./*.png)
    printf '  %s\n' "${pictures[@]/#./$folder}"
    [[ -e ${pictures[0]} ]] && ((${#pictures[@]} >= 3)) || fail 1 "The console wrote fewer than three pictures."
fi

# finish PROCESS: by SIGTERM; its exit status is the demo's.
finish() {
    kill -TERM "$1"
    wait "$1" || fail 1 "$2"
}
finish "$visitors" "The shop forgot visitors: $(cat visitors.log)"
visitors=''
finish "$shop" "The shop did not end well; $folder/shop.log tells more."
shop=''
printf '\n%s\n' "$(cat visitors.log)"
