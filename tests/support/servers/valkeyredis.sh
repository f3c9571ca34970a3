# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Redis 7, the oldest server that the plugin for Valkey speaks with, of Debian 12.

start_valkey_redis() {
    local server=$folder/valkey-redis/server
    local -a loader
    choose_port
    [[ $data_is == kept ]] || copy_server redis-7 bookworm redis-server || return 1
    find_loader
    printf '%s\n' 'user default on nopass ~* &* +@all' 'user axess on >axess-test ~axess* &* +@all' >"$folder/valkey-redis/acl"
    run redis "$folder/valkey-redis/log" "${loader[@]}" "$server/usr/bin/redis-server" --port "$port" --bind 127.0.0.1 \
        --dir "$folder/valkey-redis" --save '' --appendonly no --protected-mode no --aclfile "$folder/valkey-redis/acl" "${extra[@]}"
    wait_until 10 valkey_answers "$port" || return 1
    url valkey-redis "redis://axess:axess-test@127.0.0.1:$port/0"
}
