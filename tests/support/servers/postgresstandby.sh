# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# PostgreSQL with a standby that confirms every commit: what was acknowledged is there when it is promoted.

start_postgres_standby() {
    local data=$folder/postgres-standby bin primary standby
    local -a settings=(-k "$data" -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100 -c shared_buffers=32MB)
    bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    choose_port
    primary=$port
    [[ $data_is == kept ]] || install_postgres || return 1
    rm -f -- "$data"/{db,standby}/postmaster.pid "$data"/.s.PGSQL.*
    run postgres-primary "$data/log" "$bin/postgres" -D "$data/db" -p "$primary" "${settings[@]}" "${extra[@]}"
    wait_until 30 "$bin/pg_isready" -h 127.0.0.1 -p "$primary" || return 1
    choose_port
    standby=$port
    [[ $data_is == kept ]] || copy_primary || return 1
    run postgres-standby "$data/standby.log" "$bin/postgres" -D "$data/standby" -p "$standby" -c cluster_name=standby \
        "${settings[@]}" "${extra[@]}"
    wait_until 30 "$bin/pg_isready" -h 127.0.0.1 -p "$standby" || return 1
    [[ $data_is == kept ]] || PGPASSWORD=axess-test "$bin/psql" -q -h 127.0.0.1 -p "$primary" -U axess axess -o /dev/null \
        -c "ALTER SYSTEM SET synchronous_standby_names = 'standby'" -c 'SELECT pg_reload_conf()' || return 1
    wait_until 30 standby_confirms "$primary" || return 1
    url postgres-standby "postgres://axess:axess-test@127.0.0.1:$primary,127.0.0.1:$standby/axess"
    url postgres-reader "postgres://axess:axess-test@127.0.0.1:$standby/axess"
}

copy_primary() {
    PGPASSWORD=axess-test "$bin/createdb" -h 127.0.0.1 -p "$primary" -U axess axess || return 1
    (cd -- "$data" && PGPASSWORD=axess-test "${unprivileged[@]}" "$bin/pg_basebackup" -h 127.0.0.1 -p "$primary" -U axess \
        -D "$data/standby" -R -X stream -c fast --no-sync >"$data/basebackup.log" 2>&1)
}

standby_confirms() {
    [[ $(PGPASSWORD=axess-test "$bin/psql" -h 127.0.0.1 -p "$1" -U axess axess -At \
        -c 'SELECT sync_state FROM pg_stat_replication') == sync ]]
}
