// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlserverfixture.h"

#include <QtCore/QPluginLoader>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

using namespace Axess;
using namespace Qt::StringLiterals;

Result<std::unique_ptr<MysqlServerFixture>> MysqlServerFixture::start(const QStringList &options)
{
    return PrivateServer::start(u"mysql"_s, options).transform([](std::unique_ptr<PrivateServer> server) {
        return std::unique_ptr<MysqlServerFixture>(new MysqlServerFixture(std::move(server)));
    });
}

MysqlServerFixture::MysqlServerFixture(std::unique_ptr<PrivateServer> server)
    : m_server(std::move(server))
    , m_url(m_server->url().value())
    // The authority's certificate lies in its folder's tls.
    , m_folder(StoreUrl::parse(m_server->url(u"mysql-tls"_s).value())
                   ->option(u"sslrootcert"_s)
                   ->section(u'/', 0, -3))
{ }

Result<StoreUrl> MysqlServerFixture::freshStore()
{
    const QString name = u"axess_%1"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QChar(u'0'));
    if (const auto made = administrate(u"CREATE DATABASE "_s + name); !made)
        return std::unexpected(made.error());
    return StoreUrl::parse(m_url.left(m_url.lastIndexOf(u'/') + 1) + name);
}

StoreUrl MysqlServerFixture::withTls(const StoreUrl &url, const QString &mode) const
{
    return url.withOption(u"sslmode"_s, mode).withOption(u"sslrootcert"_s, m_folder + u"/tls/ca.pem"_s);
}

Result<QString> MysqlServerFixture::administrate(const QString &statement)
{
    const QString name = u"administrator-%1"_s.arg(QRandomGenerator::system()->generate64());
    Result<QString> answer;
    {
        auto database = QSqlDatabase::addDatabase(u"QMYSQL"_s, name);
        database.setConnectOptions(u"UNIX_SOCKET=%1/mysql/socket"_s.arg(m_folder));
        database.setHostName(u"localhost"_s);
        database.setUserName(u"root"_s);
        QSqlQuery query(database);
        if (!database.open())
            answer = std::unexpected(Error(ErrorCode::Unavailable, database.lastError().text()));
        else if (!query.exec(statement))
            answer = std::unexpected(Error(ErrorCode::Unavailable, query.lastError().text()));
        else if (query.next())
            answer = query.value(0).toString();
    }
    QSqlDatabase::removeDatabase(name);
    return answer;
}

Result<void> MysqlServerFixture::useCertificateFor(const QString &name, const QString &validity)
{
    const QString tls = m_folder + u"/tls"_s;
    const QString script = u"set -e; cd \"$1\"; printf 'subjectAltName=%s\\n' \"$2\" >name; openssl req -new "
                           u"-key server.key -subj /CN=test"
                           " -out name.csr; openssl x509 -req -in name.csr -CA ca.pem -CAkey ca.key "
                           "-CAcreateserial $3 -extfile name"
                           " -out name.pem; cat name.pem >server.pem"_s;
    if (QProcess::execute(u"bash"_s, {u"-c"_s, script, u"bash"_s, tls, name, validity}) != 0)
        return std::unexpected(Error(ErrorCode::Unavailable, u"openssl made no certificate"_s));
    return administrate(u"FLUSH SSL"_s).transform([](const QString &) { });
}

Result<MysqlServerFixture::Connection> MysqlServerFixture::connect(const StoreUrl &url, AccessMode access,
                                                                   std::chrono::milliseconds within)
{
    QPluginLoader loader(qEnvironmentVariable("AXESS_PLUGIN_PATH") + u"/axess_mysql.so"_s);
    auto *backend = qobject_cast<StorageBackend *>(loader.instance());
    if (!backend)
        return std::unexpected(Error(ErrorCode::Unavailable, loader.errorString()));
    const auto factory = backend->factory(url, access);
    if (!factory)
        return std::unexpected(factory.error());
    auto connection = (*factory)->connect(Deadline::in(within));
    if (connection)
        (*connection)->setDeadline(Deadline::in(std::chrono::seconds(60)));
    return connection;
}

Result<MysqlServerFixture::Connection> MysqlServerFixture::store(const StoreUrl &url)
{
    auto connection = connect(url);
    if (!connection)
        return connection;
    if (const auto made = (*connection)->initSchema(); !made)
        return std::unexpected(made.error());
    return connection;
}
