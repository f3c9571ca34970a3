// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresfixture.h"

#include <QtCore/QPluginLoader>
#include <QtSql/qsqlerror.h>

#include <atomic>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QString uniqueName()
{
    static std::atomic<int> count = 0;
    return u"shell%1"_s.arg(++count);
}

} // namespace

Result<std::unique_ptr<PostgresFixture>> PostgresFixture::make(const QString &setUp)
{
    return FreshStore::make(setUp).transform([](std::unique_ptr<FreshStore> store) {
        return std::unique_ptr<PostgresFixture>(new PostgresFixture(std::move(store)));
    });
}

PostgresFixture::PostgresFixture(std::unique_ptr<FreshStore> store)
    : m_store(std::move(store))
{ }

Result<PostgresFixture::Connection> PostgresFixture::connect(const StoreUrl &url)
{
    QPluginLoader loader(qEnvironmentVariable("AXESS_PLUGIN_PATH") + u"/axess_postgres.so"_s);
    auto *backend = qobject_cast<StorageBackend *>(loader.instance());
    if (!backend)
        return std::unexpected(Error(ErrorCode::Unavailable, loader.errorString()));
    return backend->factory(url, AccessMode::ReadWrite).and_then([](const Factory &factory) {
        return factory->connect(Deadline::in(std::chrono::seconds(10)));
    });
}

PostgresShell::PostgresShell(const StoreUrl &url)
    : m_name(uniqueName())
{
    auto database = QSqlDatabase::addDatabase(u"QPSQL"_s, m_name);
    database.setHostName(url.hosts().constFirst().name);
    database.setPort(url.hosts().constFirst().port);
    database.setUserName(url.user());
    database.setPassword(url.password());
    database.setDatabaseName(url.path());
    const QString schema = url.option(u"schema"_s).value_or(u"public"_s);
    database.setConnectOptions(u"options='-c client_min_messages=error -c search_path=%1'"_s.arg(schema));
    database.open();
}

PostgresShell::~PostgresShell()
{
    QSqlDatabase::removeDatabase(m_name);
}

QString PostgresShell::ask(const QString &statement)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    if (!query.exec(statement))
        return u"error: "_s + query.lastError().text();
    return query.next() ? query.value(0).toString() : QString();
}
