# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# MySQL itself, which Debian has in its unstable suite only.

mysqld_of_oracle() {
    local -a loader
    find_loader
    mysqld=("${loader[@]}" "$server/usr/sbin/mysqld" --no-defaults --basedir="$server/usr"
        --lc-messages-dir="$server/usr/share/mysql" --datadir="$data/db" --secure-file-priv=NULL)
}

start_mysql_oracle() {
    local data=$folder/mysql-oracle server=$folder/mysql-oracle/server port
    local -a mysqld
    choose_port
    if [[ $data_is != kept ]]; then
        copy_server mysql unstable mysql-server-core || return 1
        mysqld_of_oracle
        "${unprivileged[@]}" "${mysqld[@]}" --initialize-insecure >"$data/install.log" 2>&1 || return 1
    fi
    mysqld_of_oracle
    run mysql-oracle "$data/log" "${mysqld[@]}" --socket="$data/socket" --port="$port" --bind-address=127.0.0.1 \
        --mysqlx=OFF --ssl-cert="$folder/tls/server.pem" --ssl-key="$folder/tls/server.key" --ssl-ca="$folder/tls/ca.pem" \
        --innodb-flush-log-at-trx-commit=0 --sync-binlog=0 --innodb-buffer-pool-size=64M --performance-schema=OFF \
        --max-connections=200 --default-time-zone=+05:30 --pid-file="$data/pid" "${extra[@]}"
    wait_until 60 "${unprivileged[@]}" mariadb-admin --no-defaults --socket="$data/socket" -u root ping || return 1
    [[ $data_is == kept ]] || make_mysql_users CONNECTION_ADMIN || return 1
    # Signed in with caching_sha2_password, the server's usual way.
    url mysql-oracle \
        "mysql://axess:axess-test@127.0.0.1:$port/axess?sslmode=verify-full&sslrootcert=$folder/tls/ca.pem"
}
