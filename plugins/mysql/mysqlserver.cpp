// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlserver.h"

#include <QtCore/qstringlist.h>
#include <QtCore/qversionnumber.h>

#include <mysql.h>

#include <ma_pvio.h>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <dlfcn.h>
#include <link.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace Axess::MysqlServer {

namespace {

// As in the library's ma_tls.h, which Debian's package cannot include.
struct TlsChannel
{
    void *data;
    MARIADB_PVIO *channel;
    void *ssl;
};

const QVersionNumber OldestMysql(8, 0);
const QVersionNumber OldestMariaDb(10, 5);

int noteDriver(dl_phdr_info *library, std::size_t, void *name)
{
    const QByteArrayView path(library->dlpi_name);
    if (!path.contains("libqsqlmysql"))
        return 0;
    *static_cast<QByteArray *>(name) = path.toByteArray();
    return 1;
}

// What Qt's driver has no option for goes to the library with the host.
QString hostOf(const MysqlOptions &options)
{
    if (options.host.isEmpty())
        return u"localhost"_s;
    const bool encrypts = options.tls != MysqlTls::Disable;
    const bool verifies = options.tls >= MysqlTls::VerifyCa;
    return u"host=%1;ssl-enforce=%2;ssl-verify-server-cert=%3"_s.arg(options.host)
        .arg(encrypts ? 1 : 0)
        .arg(verifies ? 1 : 0);
}

std::unexpected<Error> denied(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

bool names(X509 *certificate, const QByteArray &host)
{
    return X509_check_host(certificate, host.constData(), size_t(host.size()), 0, nullptr) == 1
        || X509_check_ip_asc(certificate, host.constData(), 0) == 1;
}

} // namespace

void describe(QSqlDatabase &database, const MysqlOptions &options, const Deadline &deadline)
{
    const auto seconds = QString::number(
        std::max<qint64>(1, std::chrono::ceil<std::chrono::seconds>(deadline.remaining()).count()));
    QStringList settings {u"CLIENT_FOUND_ROWS=1"_s,
                          u"MYSQL_OPT_RECONNECT=0"_s,
                          u"MYSQL_OPT_CONNECT_TIMEOUT="_s + seconds,
                          u"MYSQL_OPT_READ_TIMEOUT="_s + seconds,
                          u"MYSQL_OPT_WRITE_TIMEOUT="_s + seconds,
                          u"MYSQL_OPT_LOCAL_INFILE=0"_s};
    if (!options.socket.isEmpty())
        settings.append(u"UNIX_SOCKET="_s + options.socket);
    else
        settings.append(u"MYSQL_OPT_PROTOCOL=TCP"_s);
    if (options.tls >= MysqlTls::VerifyCa)
        settings.append(u"MYSQL_OPT_SSL_CA="_s + options.authority);
    if (!options.certificate.isEmpty())
        settings.append(
            {u"MYSQL_OPT_SSL_CERT="_s + options.certificate, u"MYSQL_OPT_SSL_KEY="_s + options.key});
    database.setHostName(hostOf(options));
    if (options.port > 0)
        database.setPort(options.port);
    database.setUserName(options.user);
    database.setPassword(options.password);
    database.setDatabaseName(options.database);
    database.setConnectOptions(settings.join(u';'));
}

bool sharesLibrary()
{
    QByteArray driver;
    dl_iterate_phdr(noteDriver, &driver);
    void *loaded = dlopen(driver.constData(), RTLD_LAZY | RTLD_NOLOAD);
    if (!loaded)
        return false;
    const bool isSame = dlsym(loaded, "mysql_real_connect") == reinterpret_cast<void *>(&mysql_real_connect);
    dlclose(loaded);
    return isSame;
}

void liftTimeLimits(MYSQL *handle)
{
    MARIADB_PVIO *channel = handle->net.pvio;
    // One that was lost meanwhile has none.
    if (!channel)
        return;
    for (const auto limit : {PVIO_READ_TIMEOUT, PVIO_WRITE_TIMEOUT})
        channel->methods->set_timeout(channel, limit, 0);
}

Result<void> checkTls(MYSQL *handle, const MysqlOptions &options)
{
    if (options.tls < MysqlTls::Require || !options.socket.isEmpty())
        return {};
    // A connection that was lost meanwhile has no cipher either.
    if (!handle->net.pvio)
        return std::unexpected(Error(ErrorCode::Unavailable, u"The connection was lost."_s));
    if (!mysql_get_ssl_cipher(handle))
        return denied(u"The server does not encrypt, and the option sslmode wants that."_s);
    if (options.tls != MysqlTls::VerifyFull)
        return {};
    // The library looks at the name before it sends anything, but not of servers at 127.0.0.1 and ::1.
    const auto *tls = static_cast<const TlsChannel *>(handle->net.pvio->ctls);
    if (tls->channel != handle->net.pvio)
        return denied(u"The client library does not let the server's name be checked."_s);
    auto *ssl = static_cast<SSL *>(tls->ssl);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl), X509_free);
    if (!certificate || !names(certificate.get(), options.host.toUtf8()))
        return denied(u"The server's certificate does not name %1."_s.arg(options.host));
    return {};
}

Result<void> checkVersion(const QString &version)
{
    const bool isMariaDb = version.contains(u"MariaDB"_s, Qt::CaseInsensitive);
    const QVersionNumber &oldest = isMariaDb ? OldestMariaDb : OldestMysql;
    if (QVersionNumber::fromString(version) >= oldest)
        return {};
    return std::unexpected(
        Error(ErrorCode::Unsupported,
              u"The server is of version %1; Axess needs MySQL %2 or MariaDB %3, or newer."_s.arg(
                  version, OldestMysql.toString(), OldestMariaDb.toString())));
}

Result<void> checkModes(const QString &modes)
{
    const QStringList set = modes.split(u',');
    if (set.contains(u"STRICT_TRANS_TABLES"_s) || set.contains(u"STRICT_ALL_TABLES"_s))
        return {};
    return std::unexpected(Error(ErrorCode::Unsupported,
                                 u"The server is not in strict mode and would cut values silently; add "
                                 "STRICT_TRANS_TABLES to its sql_mode."_s));
}

} // namespace Axess::MysqlServer
