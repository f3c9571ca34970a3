# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# help: start|stop|status  runs the tests' PostgreSQL, MariaDB and Valkey by hand and prints their URLs
case ${1:-} in
    start | stop | status) ;;
    *) fail 2 "./dev servers start, stop or status." ;;
esac
# Sockets want short paths: not in the build folder.
exec "$tree/tests/support/servers/servers.sh" "$1" "${TMPDIR:-/tmp}/axess-servers-$(id -u)"
