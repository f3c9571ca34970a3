// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operationsbench.h"

#include <axess/clock.h>

#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

#include <chrono>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QString Name = u"raw-sweep"_s;

qint64 now()
{
    return SystemClock().now();
}

// The store's own ended rows, in a table of the same columns and indexes.
bool make(QSqlDatabase &database, bool isPostgres)
{
    QSqlQuery query(database);
    return query.exec(isPostgres ? u"CREATE TABLE raw_sweep (LIKE axess_session INCLUDING ALL)"_s
                                 : u"CREATE TABLE raw_sweep LIKE axess_session"_s)
        && query.exec(u"INSERT INTO raw_sweep SELECT * FROM axess_session WHERE sweep_at <= %1"_s.arg(now()));
}

double sweep(QSqlDatabase &database, bool isPostgres)
{
    const QString text
        = (isPostgres ? u"DELETE FROM raw_sweep WHERE sweep_at <= %1 AND id IN"
                        " (SELECT id FROM raw_sweep WHERE sweep_at <= %1 ORDER BY sweep_at LIMIT 1000)"_s
                      : u"DELETE FROM raw_sweep WHERE sweep_at <= %1 ORDER BY sweep_at LIMIT 1000"_s)
              .arg(now());
    const auto begun = std::chrono::steady_clock::now();
    double deleted = 0;
    QSqlQuery query(database);
    do {
        if (!query.exec(text))
            return 0;
        deleted += query.numRowsAffected();
    } while (query.numRowsAffected() > 0);
    return deleted / std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

} // namespace

RawSweep::RawSweep(const QString &driver, const StoreUrl &url)
    : m_isPostgres(driver == u"QPSQL"_s)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(driver, Name);
    database.setHostName(url.hosts().constFirst().name);
    database.setPort(url.hosts().constFirst().port);
    database.setUserName(url.user());
    database.setPassword(url.password());
    database.setDatabaseName(url.path());
    if (const auto schema = url.option(u"schema"_s))
        database.setConnectOptions(u"options='-c search_path=%1'"_s.arg(*schema));
    m_isMade = database.open() && make(database, m_isPostgres);
}

RawSweep::~RawSweep()
{
    QSqlDatabase::removeDatabase(Name);
}

double RawSweep::rate() const
{
    QSqlDatabase database = QSqlDatabase::database(Name);
    return m_isMade ? sweep(database, m_isPostgres) : 0;
}
