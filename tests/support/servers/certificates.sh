# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# A certificate authority for this run and one server certificate for localhost.

make_certificates() {
    local tls=$folder/tls
    [[ ! -f $tls/server.pem ]] || return 0
    mkdir -p -- "$tls"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=Axess test CA' \
        -keyout "$tls/ca.key" -out "$tls/ca.pem" 2>/dev/null
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=localhost' \
        -keyout "$tls/server.key" -out "$tls/server.csr" 2>/dev/null
    openssl x509 -req -in "$tls/server.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 2 \
        -extfile <(printf 'subjectAltName=DNS:localhost,IP:127.0.0.1') -out "$tls/server.pem" 2>/dev/null
    give "$tls/server.key"
    chmod 0600 -- "$tls/server.key"
    chmod 0711 -- "$tls"
}
