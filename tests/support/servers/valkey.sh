# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Valkey: single, TLS, sentinels with a primary and two replicas, and a cluster of three with a replica each.

# valkey NAME PORT OPTION…: a server with its data in FOLDER/KIND/NAME.
valkey() {
    local data=$folder/$kind/$1 name=$1 port=$2
    shift 2
    own "$data"
    choose_disk "$data"
    run "$name" "$data/log" valkey-server --port "$port" --bind 127.0.0.1 --dir "$data" --save '' --appendonly no \
        --io-threads 1 --protected-mode no "$@" "${extra[@]}"
}

valkey_answers() { [[ $(valkey-cli -p "$1" "${@:2}" ping) == PONG ]]; }

start_valkey() {
    choose_port
    printf '%s\n' 'user default on nopass ~* &* +@all' 'user axess on >axess-test ~axess* &* +@all' >"$folder/valkey/acl"
    valkey single "$port" --unixsocket "$folder/valkey/socket" --unixsocketperm 777 --aclfile "$folder/valkey/acl"
    chmod 0711 -- "$folder/valkey"
    wait_until 10 valkey_answers "$port" || return 1
    url valkey "valkey://axess:axess-test@127.0.0.1:$port/0"
}

start_valkey_tls() {
    choose_port
    valkey tls 0 --tls-port "$port" --tls-cert-file "$folder/tls/server.pem" \
        --tls-key-file "$folder/tls/server.key" --tls-ca-cert-file "$folder/tls/ca.pem" --tls-auth-clients no \
        --requirepass axess-test
    wait_until 10 valkey_answers "$port" --tls --cacert "$folder/tls/ca.pem" -a axess-test || return 1
    url valkey-tls "valkeys://:axess-test@localhost:$port/0?sslrootcert=$folder/tls/ca.pem"
}

start_valkey_sentinel() {
    local primary sentinel data i
    local -a sentinels=()
    choose_port
    primary=$port
    valkey primary "$primary" --repl-diskless-sync-delay 0
    wait_until 10 valkey_answers "$primary" || return 1
    for i in 1 2; do
        choose_port
        valkey "replica$i" "$port" --replicaof "127.0.0.1 $primary"
        wait_until 10 valkey_answers "$port" || return 1
    done
    for i in 1 2 3; do
        choose_port
        sentinel=$port
        data=$folder/valkey-sentinel/sentinel$i
        [[ $data_is == kept ]] || configure_sentinel
        run "sentinel$i" "$data/log" valkey-sentinel "$data/conf"
        sentinels+=("127.0.0.1:$sentinel")
    done
    for i in "${sentinels[@]}"; do wait_until 10 valkey_answers "${i#*:}" || return 1; done
    wait_until 20 sentinel_sees_all "$sentinel" || return 1
    wait_until 30 replication_is_up "$primary" || return 1
    url valkey-sentinel "valkey+sentinel://$(IFS=,; printf '%s' "${sentinels[*]}")/axess"
}

configure_sentinel() {
    own "$data"
    printf '%s\n' "port $sentinel" 'bind 127.0.0.1' "dir $data" "sentinel monitor axess 127.0.0.1 $primary 2" \
        'sentinel down-after-milliseconds axess 1000' 'sentinel failover-timeout axess 5000' >"$data/conf"
    give "$data/conf"
}

sentinel_sees_all() {
    local text
    text=$(valkey-cli -p "$1" sentinel primary axess | paste -sd' ')
    [[ $text == *'num-slaves 2'* && $text == *'num-other-sentinels 2'* ]]
}

start_valkey_cluster() {
    local i
    local -a nodes=()
    for i in 1 2 3 4 5 6; do
        choose_port
        valkey "node$i" "$port" --cluster-enabled yes --cluster-node-timeout 2000 --repl-diskless-sync-delay 0
        wait_until 10 valkey_answers "$port" || return 1
        nodes+=("127.0.0.1:$port")
    done
    [[ $data_is == kept ]] ||
        valkey-cli --cluster create "${nodes[@]}" --cluster-replicas 1 --cluster-yes \
            >"$folder/valkey-cluster/create.log" 2>&1 || return 1
    for i in "${nodes[@]}"; do wait_until 30 cluster_is_ok "${i#*:}" || return 1; done
    for i in "${nodes[@]}"; do wait_until 30 replication_is_up "${i#*:}" || return 1; done
    url valkey-cluster "valkey+cluster://$(IFS=,; printf '%s' "${nodes[*]:0:3}")"
}

# Else the first write that waits for a replica finds none.
replication_is_up() {
    local text
    text=$(valkey-cli -p "$1" info replication)
    if [[ $text == *role:slave* ]]; then [[ $text == *master_link_status:up* ]]; else [[ $text == *state=online* ]]; fi
}

cluster_is_ok() { valkey-cli -p "$1" cluster info | grep -q '^cluster_state:ok'; }
