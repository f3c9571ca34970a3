// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawjobs.h"

#include <QtCore/qvariant.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>
#include <QtSql/qsqlrecord.h>

#include <chrono>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QString Name = u"raw-jobs"_s;
constexpr int BatchRows = 1000;

QSqlDatabase opened(const QString &driver, const StoreUrl &url)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(driver, Name);
    database.setDatabaseName(url.path());
    if (driver != u"QSQLITE"_s) {
        database.setHostName(url.hosts().constFirst().name);
        database.setPort(url.hosts().constFirst().port);
        database.setUserName(url.user());
        database.setPassword(url.password());
    }
    if (const auto schema = url.option(u"schema"_s))
        database.setConnectOptions(u"options='-c search_path=%1'"_s.arg(*schema));
    database.open();
    return database;
}

// How SQLite has kept the table and its indexes, under another name.
QStringList sqliteTexts(QSqlDatabase &database, const QString &name)
{
    QStringList texts;
    QSqlQuery query(database);
    query.exec(u"SELECT sql FROM sqlite_master WHERE tbl_name = 'axess_session' AND sql IS NOT NULL"
               " ORDER BY type DESC"_s);
    while (query.next())
        texts.append(query.value(0).toString().replace(u"axess_session"_s, name));
    return texts;
}

bool makeTable(QSqlDatabase &database, const QString &name)
{
    const QString driver = database.driverName();
    const QStringList texts = driver == u"QSQLITE"_s ? sqliteTexts(database, name)
        : driver == u"QPSQL"_s
        ? QStringList {u"CREATE TABLE %1 (LIKE axess_session INCLUDING ALL)"_s.arg(name)}
        : QStringList {u"CREATE TABLE %1 LIKE axess_session"_s.arg(name)};
    for (const QString &text : texts) {
        if (!QSqlQuery(database).exec(text))
            return false;
    }
    return !texts.isEmpty();
}

/// Pages by id, and what is done with each in one transaction.
template<typename Work> double ratesOf(QSqlDatabase &database, const QString &columns, const Work &work)
{
    QSqlQuery page(database);
    page.setForwardOnly(true);
    if (!page.prepare(
            u"SELECT %1 FROM raw_jobs WHERE id > ? ORDER BY id LIMIT %2"_s.arg(columns).arg(BatchRows)))
        return 0;
    double rows = 0;
    QByteArray last("");
    const auto begun = std::chrono::steady_clock::now();
    while (true) {
        page.bindValue(0, last);
        QList<QVariantList> batch;
        if (!page.exec())
            return 0;
        const int width = page.record().count();
        while (page.next()) {
            QVariantList row;
            for (int column = 0; column < width; ++column)
                row.append(page.value(column));
            batch.append(row);
        }
        page.finish();
        if (batch.isEmpty())
            break;
        last = batch.constLast().constFirst().toByteArray();
        if (!database.transaction() || !work(batch) || !database.commit())
            return 0;
        rows += double(batch.size());
    }
    return rows / std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double resealRate(QSqlDatabase &database)
{
    QSqlQuery update(database);
    if (!update.prepare(u"UPDATE raw_jobs SET payload = ?, payload_bytes = ?, key_id = key_id + 1,"
                        " change_count = change_count + 1 WHERE id = ? AND revision = ?"_s))
        return 0;
    return ratesOf(database, u"id, revision, payload"_s, [&](const QList<QVariantList> &batch) {
        for (const QVariantList &row : batch) {
            QByteArray payload = row[2].toByteArray();
            payload.back() = char(payload.back() ^ 1);
            update.bindValue(0, payload);
            update.bindValue(1, payload.size());
            update.bindValue(2, row[0]);
            update.bindValue(3, row[1]);
            if (!update.exec() || update.numRowsAffected() != 1)
                return false;
        }
        return true;
    });
}

double copyRate(QSqlDatabase &database)
{
    const int width = database.record(u"raw_copy"_s).count();
    QSqlQuery insert(database);
    if (!insert.prepare(u"INSERT INTO raw_copy VALUES (%1)"_s.arg(QStringList(width, u"?"_s).join(u", "_s))))
        return 0;
    return ratesOf(database, u"*"_s, [&](const QList<QVariantList> &batch) {
        for (const QVariantList &row : batch) {
            for (int column = 0; column < width; ++column)
                insert.bindValue(column, row[column]);
            if (!insert.exec())
                return false;
        }
        return true;
    });
}

RawJobRates measured(QSqlDatabase database)
{
    const bool isMade = database.isOpen() && makeTable(database, u"raw_jobs"_s)
        && makeTable(database, u"raw_copy"_s)
        && QSqlQuery(database).exec(u"INSERT INTO raw_jobs SELECT * FROM axess_session"_s);
    if (!isMade)
        return {};
    return {resealRate(database), copyRate(database)};
}

} // namespace

RawJobRates rawSqlJobs(const QString &driver, const StoreUrl &url)
{
    const RawJobRates rates = measured(opened(driver, url));
    QSqlDatabase::removeDatabase(Name);
    return rates;
}
