# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# MariaDB: one server, reached plainly and by TLS.

start_mysql() {
    local data=$folder/mysql
    choose_port
    [[ $data_is == kept ]] || install_mysql || return 1
    choose_disk "$data/db/axess"
    run mysql "$data/log" mariadbd --no-defaults --datadir="$data/db" --socket="$data/socket" --port="$port" \
        --bind-address=127.0.0.1 --ssl-cert="$folder/tls/server.pem" --ssl-key="$folder/tls/server.key" \
        --ssl-ca="$folder/tls/ca.pem" --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M \
        --max-connections=200 --default-time-zone=+05:30 --pid-file="$data/pid" "${extra[@]}"
    wait_until 30 "${unprivileged[@]}" mariadb-admin --no-defaults --socket="$data/socket" -u root ping || return 1
    [[ $data_is == kept ]] || make_mysql_users 'CONNECTION ADMIN' || return 1
    url mysql "mysql://axess:axess-test@127.0.0.1:$port/axess"
    url mysql-plain "mysql://axess:axess-test@127.0.0.1:$port/axess?driver=plain"
    url mysql-tls "mysql://axess:axess-test@127.0.0.1:$port/axess?sslmode=verify-full&sslrootcert=$folder/tls/ca.pem"
}

install_mysql() {
    "${unprivileged[@]}" mariadb-install-db --no-defaults --datadir="$data/db" --auth-root-authentication-method=normal \
        --skip-test-db >"$data/install.log" 2>&1
    # A folder there is a database: this one may lie on a disk of its own.
    "${unprivileged[@]}" mkdir -- "$data/db/axess"
}

# make_mysql_users RIGHT: the one that lets a test end other connections.
make_mysql_users() {
    "${unprivileged[@]}" mariadb --no-defaults --socket="$data/socket" -u root <<SQL
CREATE DATABASE IF NOT EXISTS axess;
CREATE USER axess@'127.0.0.1' IDENTIFIED BY 'axess-test';
CREATE USER axess@localhost IDENTIFIED BY 'axess-test';
GRANT ALL ON \`axess%\`.* TO axess@'127.0.0.1';
GRANT ALL ON \`axess%\`.* TO axess@localhost;
GRANT $1 ON *.* TO axess@'127.0.0.1';
SQL
}
