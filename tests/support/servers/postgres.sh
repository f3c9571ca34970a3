# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# PostgreSQL: one server, reached plainly and by TLS.

start_postgres() {
    local data=$folder/postgres bin
    bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    choose_port
    [[ $data_is == kept ]] || install_postgres || return 1
    # One that was killed left them, and may be a zombie still: then a new one would think that it runs.
    rm -f -- "$data/db/postmaster.pid" "$data"/.s.PGSQL.*
    choose_disk "$data/db/base"
    run postgres "$data/log" "$bin/postgres" -D "$data/db" -k "$data" -p "$port" \
        -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file="$folder/tls/server.pem" \
        -c ssl_key_file="$folder/tls/server.key" -c shared_buffers=64MB "${extra[@]}"
    wait_until 30 "$bin/pg_isready" -h 127.0.0.1 -p "$port" || return 1
    [[ $data_is == kept ]] || PGPASSWORD=axess-test "$bin/createdb" -h 127.0.0.1 -p "$port" -U axess axess || return 1
    url postgres "postgres://axess:axess-test@127.0.0.1:$port/axess"
    url postgres-plain "postgres://axess:axess-test@127.0.0.1:$port/axess?driver=plain"
    url postgres-json "postgres://axess:axess-test@127.0.0.1:$port/axess?json=on"
    url postgres-tls "postgres://axess:axess-test@localhost:$port/axess?sslmode=verify-full&sslrootcert=$folder/tls/ca.pem"
}

install_postgres() {
    printf 'axess-test\n' >"$data/password"
    give "$data/password"
    (cd -- "$data" && "${unprivileged[@]}" "$bin/initdb" -D "$data/db" -U axess --pwfile="$data/password" \
        --auth=scram-sha-256 --locale=C.UTF-8 --no-sync >"$data/initdb.log" 2>&1) || return 1
    # In the file, so that ALTER SYSTEM can change it.
    printf '%s\n' 'fsync = off' 'max_connections = 200' >>"$data/db/postgresql.conf"
}
