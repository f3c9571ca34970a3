# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# PgBouncer in transaction mode, before a PostgreSQL of its own.

start_pgbouncer() {
    local data=$folder/pgbouncer bin server
    bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    choose_port
    server=$port
    [[ $data_is == kept ]] || install_postgres || return 1
    rm -f -- "$data/db/postmaster.pid"
    run postgres "$data/log" "$bin/postgres" -D "$data/db" -k "$data" -p "$server" \
        -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100 -c shared_buffers=32MB "${extra[@]}"
    wait_until 30 "$bin/pg_isready" -h 127.0.0.1 -p "$server" || return 1
    [[ $data_is == kept ]] || PGPASSWORD=axess-test "$bin/createdb" -h 127.0.0.1 -p "$server" -U axess axess || return 1
    choose_port
    write_pgbouncer_settings "$server"
    run pgbouncer "$data/pgbouncer.log" pgbouncer -q "$data/pgbouncer.ini"
    wait_until 30 "$bin/pg_isready" -h 127.0.0.1 -p "$port" || return 1
    url pgbouncer "postgres://axess:axess-test@127.0.0.1:$port/axess?pooling=transaction"
}

# write_pgbouncer_settings PORT: of the server. Tests bring options of their own sessions; Axess brings none.
write_pgbouncer_settings() {
    printf '"axess" "axess-test"\n' >"$data/users"
    printf '%s\n' '[databases]' "* = host=127.0.0.1 port=$1 password=axess-test" \
        '[pgbouncer]' 'listen_addr = 127.0.0.1' "listen_port = $port" 'unix_socket_dir =' \
        'auth_type = plain' "auth_file = $data/users" 'pool_mode = transaction' 'default_pool_size = 10' \
        'max_client_conn = 200' 'ignore_startup_parameters = options' >"$data/pgbouncer.ini"
    give "$data/users" "$data/pgbouncer.ini"
}
