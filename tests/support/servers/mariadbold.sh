# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# The oldest MariaDB that is supported, 10.5, of Debian 11.

start_mysql_old() {
    local data=$folder/mysql-old server=$folder/mysql-old/server port
    local -a loader mariadbd
    choose_port
    [[ $data_is == kept ]] || copy_server mariadb-10.5 bullseye mariadb-server-10.5 || return 1
    find_loader
    mariadbd=("${loader[@]}" "$server/usr/sbin/mariadbd" --no-defaults --basedir="$server/usr"
        --lc-messages-dir="$server/usr/share/mysql" --plugin-dir="$server/usr/lib/mysql/plugin" --datadir="$data/db")
    [[ $data_is == kept ]] || install_mysql_old || return 1
    run mysql-old "$data/log" "${mariadbd[@]}" --socket="$data/socket" --port="$port" --bind-address=127.0.0.1 \
        --ssl-cert="$folder/tls/server.pem" --ssl-key="$folder/tls/server.key" --ssl-ca="$folder/tls/ca.pem" \
        --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M --max-connections=200 \
        --default-time-zone=+05:30 --pid-file="$data/pid" "${extra[@]}"
    wait_until 60 "${unprivileged[@]}" mariadb-admin --no-defaults --socket="$data/socket" -u root ping || return 1
    [[ $data_is == kept ]] || make_mysql_users 'CONNECTION ADMIN' || return 1
    url mysql-old "mariadb://axess:axess-test@127.0.0.1:$port/axess"
}

# As mariadb-install-db does, which would start the server without its libraries.
install_mysql_old() {
    local scripts=$server/usr/share/mysql
    "${unprivileged[@]}" mkdir -p -- "$data/db/mysql"
    {
        printf 'use mysql;\nset @auth_root_socket=NULL, @skip_auth_anonymous=1;\n'
        cat -- "$scripts"/{mysql_system_tables,mysql_performance_tables,mysql_system_tables_data,fill_help_tables}.sql
    } | "${unprivileged[@]}" "${mariadbd[@]}" --bootstrap --log-warnings=0 >"$data/install.log" 2>&1
}
