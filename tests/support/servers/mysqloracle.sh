# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# MySQL itself, which Debian has in its unstable suite only: the packages are unpacked into a folder of their own,
# with the libraries of that suite, and kept for the next run.

oracle_home=${XDG_CACHE_HOME:-$HOME/.cache}/axess/mysql

# unpack_mysql: downloads as apt does, by its signatures, for a system that has nothing yet. The age of the
# suite's release file is of no account.
unpack_mysql() {
    [[ ! -x $oracle_home/usr/sbin/mysqld ]] || return 0
    local work=$oracle_home.new mirror deb
    # Where this system's own packages come from.
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | awk '!/security/ && !seen++')
    [[ -n $mirror ]] || { echo 'apt has no source of packages.'; return 1; }
    rm -rf --one-file-system -- "$work"
    mkdir -p -- "$work"/apt/{lists/partial,cache/archives/partial} "$work/root"
    : >"$work/apt/status"
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s unstable main\n' "$mirror" \
        >"$work/apt/sources.list"
    local -a apt=(apt-get -q -y -o Dir::State::status="$work/apt/status" -o Dir::State::lists="$work/apt/lists"
        -o Dir::Cache="$work/apt/cache" -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=-
        -o Dir::Etc::preferencesparts=- -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false
        -o Acquire::Languages=none -o Debug::NoLocking=true)
    "${apt[@]}" update && "${apt[@]}" install --download-only --no-install-recommends mysql-server-core || return 1
    for deb in "$work"/apt/cache/archives/*.deb; do dpkg-deb -x "$deb" "$work/root" || return 1; done
    rm -rf --one-file-system -- "$oracle_home"
    mv -- "$work/root" "$oracle_home"
    rm -rf --one-file-system -- "$work"
}

# The server's own loader, for its own libraries: no root of another suite is entered.
mysqld_of_oracle() {
    local lib
    lib=$(dirname -- "$(find "$server" -name 'libc.so.6' -print -quit)")
    mysqld=("$lib"/ld-linux-*.so.* --library-path "$lib:$server/usr/lib/mysql/private" "$server/usr/sbin/mysqld"
        --no-defaults --basedir="$server/usr" --lc-messages-dir="$server/usr/share/mysql" --datadir="$data/db"
        --secure-file-priv=NULL)
}

start_mysql_oracle() {
    local data=$folder/mysql-oracle server=$folder/mysql-oracle/server port
    local -a mysqld
    choose_port
    if [[ $data_is != kept ]]; then
        unpack_mysql >"$folder/mysql-oracle.log" 2>&1 || return 1
        # Where the unprivileged user may read it.
        cp -a -- "$oracle_home" "$server"
        give "$server"
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
