// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "freshstore.h"

#include "valkeykeys.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

// A name that no other test has, of characters that need no quotes anywhere.
QString aName()
{
    return u"axess_%1"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'));
}

class StoreInMemory final : public FreshStore
{
public:
    StoreInMemory()
        : FreshStore(u"memory:"_s)
    { }
};

class StoreInFile final : public FreshStore
{
public:
    StoreInFile(std::unique_ptr<QTemporaryDir> folder, const QString &driver)
        : FreshStore(u"sqlite:%1?driver=%2"_s.arg(folder->filePath(u"store.db"_s), driver))
        , m_folder(std::move(folder))
    { }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

class StoreInDatabase final : public FreshStore
{
public:
    static Result<std::unique_ptr<FreshStore>> make(const QString &serverText)
    {
        const auto server = StoreUrl::parse(serverText);
        if (!server)
            return std::unexpected(server.error());
        const QString name = aName();
        if (const auto made = executeOn(*server, u"CREATE DATABASE "_s + name); !made)
            return std::unexpected(made.error());
        // The path of the URL, before its options, is the database.
        static const QRegularExpression path(u"/[^/?]*(\\?|$)"_s);
        QString text = serverText;
        text.replace(path.match(text).capturedStart() + 1, server->path().size(), name);
        return std::make_unique<StoreInDatabase>(*server, name, text);
    }

    StoreInDatabase(const StoreUrl &server, const QString &name, const QString &text)
        : FreshStore(text)
        , m_server(server)
        , m_name(name)
    { }

    ~StoreInDatabase() override
    {
        const bool isPostgres = m_server.backend() == "postgres"_L1;
        const QString statement
            = u"DROP DATABASE "_s + m_name + (isPostgres ? u" WITH (FORCE)"_s : QString());
        if (const auto dropped = executeOn(m_server, statement); !dropped)
            qInfo("A test's database remains: %s", qPrintable(dropped.error().message()));
    }

private:
    StoreUrl m_server;
    QString m_name;
};

// A schema costs a hundredth of a database there.
class StoreInSchema final : public FreshStore
{
public:
    static Result<std::unique_ptr<FreshStore>> make(const QString &serverText)
    {
        auto store = std::make_unique<StoreInSchema>(serverText, aName());
        return executeOn(store->url(), u"CREATE SCHEMA "_s + store->m_name).transform([&] {
            return std::unique_ptr<FreshStore>(std::move(store));
        });
    }

    StoreInSchema(const QString &serverText, const QString &name)
        : FreshStore(serverText + (serverText.contains(u'?') ? u'&' : u'?') + u"schema="_s + name)
        , m_name(name)
    { }

    ~StoreInSchema() override
    {
        if (const auto dropped = executeOn(url(), u"DROP SCHEMA IF EXISTS "_s + m_name + u" CASCADE"_s);
            !dropped)
            qInfo("A test's schema remains: %s", qPrintable(dropped.error().message()));
    }

private:
    QString m_name;
};

class StoreUnderPrefix final : public FreshStore
{
public:
    StoreUnderPrefix(const QString &serverText, const QString &prefix)
        : FreshStore(serverText + (serverText.contains(u'?') ? u'&' : u'?') + u"prefix="_s + prefix
                     + patience(serverText))
        , m_prefix(prefix)
    { }

    ~StoreUnderPrefix() override
    {
        if (const auto removed = removeKeys(url(), m_prefix); !removed)
            qInfo("A test's keys remain: %s", qPrintable(removed.error().message()));
    }

private:
    // Replicas of a machine that is busy with other tests take their time.
    static QString patience(const QString &serverText)
    {
        return serverText.startsWith(u"valkey+"_s) ? u"&waitMs=10000"_s : QString();
    }

    QString m_prefix;
};

} // namespace

FreshStore::FreshStore(const QString &text)
    : m_text(text)
    , m_url(StoreUrl::parse(text).value())
{ }

QStringList FreshStore::asked(const QString &byDefault)
{
    return qEnvironmentVariable("AXESS_TEST_BACKENDS", byDefault).split(u',', Qt::SkipEmptyParts);
}

Result<std::unique_ptr<FreshStore>> FreshStore::make(const QString &setUp)
{
    if (setUp == "memory"_L1)
        return std::make_unique<StoreInMemory>();
    if (setUp == "sqlite"_L1)
        return std::make_unique<StoreInFile>(std::make_unique<QTemporaryDir>(), u"native"_s);
    if (setUp == "sqlite-plain"_L1)
        return std::make_unique<StoreInFile>(std::make_unique<QTemporaryDir>(), u"plain"_s);
    const auto server = serverUrl(qEnvironmentVariable("AXESS_TEST_SERVERS"), setUp);
    if (!server)
        return std::unexpected(server.error());
    if (setUp.startsWith("valkey"_L1))
        return std::make_unique<StoreUnderPrefix>(*server, aName());
    if (setUp.startsWith("postgres"_L1))
        return StoreInSchema::make(*server);
    return StoreInDatabase::make(*server);
}

bool FreshStore::isOnServer() const
{
    return !m_url.hosts().isEmpty();
}

Result<QString> serverUrl(const QString &folder, const QString &setUp)
{
    if (folder.isEmpty())
        return std::unexpected(Error(
            ErrorCode::InvalidArgument,
            u"The set-up \"%1\" needs AXESS_TEST_SERVERS, the folder of running servers."_s.arg(setUp)));
    QFile file(folder + u"/urls"_s);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"No servers run in %1: %2."_s.arg(folder, file.errorString())));
    const QString start = setUp + u'=';
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.startsWith(start))
            return line.sliced(start.size());
    }
    return std::unexpected(
        Error(ErrorCode::InvalidArgument, u"No set-up of %1 is called \"%2\"."_s.arg(folder, setUp)));
}

Result<void> executeOn(const StoreUrl &server, const QString &statement)
{
    const QString name = aName();
    Result<void> result;
    {
        const bool isPostgres = server.backend() == "postgres"_L1;
        auto database = QSqlDatabase::addDatabase(isPostgres ? u"QPSQL"_s : u"QMYSQL"_s, name);
        database.setHostName(server.hosts().constFirst().name);
        database.setPort(server.hosts().constFirst().port);
        database.setUserName(server.user());
        database.setPassword(server.password());
        database.setDatabaseName(server.path());
        if (isPostgres)
            database.setConnectOptions(u"options='-c client_min_messages=warning'"_s);
        QSqlQuery query(database);
        if (!database.open())
            result = std::unexpected(Error(ErrorCode::Unavailable, database.lastError().text()));
        else if (!query.exec(statement))
            result = std::unexpected(Error(ErrorCode::Unavailable, query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(name);
    return result;
}
