// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawrows.h"
#include "rawserver.h"

#include <QtCore/qvariant.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

#include <atomic>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// A connection by Qt under a name of its own.
class Link
{
public:
    Link(const QString &driver, const StoreUrl &url)
        : m_name(u"raw-server-%1"_s.arg(s_count++))
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(driver, m_name);
        database.setHostName(url.hosts().constFirst().name);
        database.setPort(url.hosts().constFirst().port);
        database.setUserName(url.user());
        database.setPassword(url.password());
        database.setDatabaseName(url.path());
        m_open = database.open();
    }
    ~Link() { QSqlDatabase::removeDatabase(m_name); }
    Q_DISABLE_COPY_MOVE(Link)

    bool isOpen() const { return m_open; }
    QSqlDatabase database() const { return QSqlDatabase::database(m_name); }

private:
    static inline std::atomic<int> s_count = 0;
    QString m_name;
    bool m_open = false;
};

class QtSqlCaller final : public Caller
{
public:
    QtSqlCaller(const QString &driver, const StoreUrl &url, int first, int count)
        : m_link(driver, url)
        , m_first(first)
        , m_count(count)
    {
        if (!m_link.isOpen())
            return;
        for (QSqlQuery &query : m_queries)
            query = QSqlQuery(m_link.database());
        m_queries[0].setForwardOnly(true);
        m_ready = m_queries[0].prepare(u"SELECT tenant, users, created, idle, absolute, revision, write_id,"
                                       " token_hash, payload FROM raw_qtsql WHERE id = ?"_s)
            && m_queries[1].prepare(
                u"UPDATE raw_qtsql SET revision = revision + 1, payload = ? WHERE id = ?"_s)
            && m_queries[2].prepare(u"UPDATE raw_qtsql SET idle = idle + 1 WHERE id = ?"_s);
    }

    bool perform(Operation operation) override
    {
        if (!m_ready)
            return false;
        const QByteArray id = RawRows::id(m_first + m_next++ % m_count);
        QSqlQuery &query = m_queries[std::size_t(operation)];
        if (operation == Operation::Load)
            return load(query, id);
        int parameter = 0;
        if (operation == Operation::Save)
            query.bindValue(parameter++, m_payload);
        query.bindValue(parameter, id);
        return query.exec() && query.numRowsAffected() == 1;
    }

private:
    static bool load(QSqlQuery &query, const QByteArray &id)
    {
        query.bindValue(0, id);
        if (!query.exec() || !query.next())
            return false;
        qsizetype bytes = 0;
        for (int column = 0; column < 9; ++column)
            bytes += query.value(column).toByteArray().size();
        query.finish();
        return bytes > PayloadBytes;
    }

    Link m_link;
    std::array<QSqlQuery, 3> m_queries {QSqlQuery(QSqlDatabase()), QSqlQuery(QSqlDatabase()),
                                        QSqlQuery(QSqlDatabase())};
    QByteArray m_payload = QByteArray(PayloadBytes, 's');
    bool m_ready = false;
    int m_first = 0;
    int m_count = 1;
    int m_next = 0;
};

class ServerQtSql final : public Subject
{
public:
    ServerQtSql(const QString &driver, const StoreUrl &url, int rows)
        : m_driver(driver)
        , m_url(url)
        , m_rows(rows)
    { }

    QString name() const override { return u"raw %1 loop"_s.arg(m_driver); }
    bool can(Operation operation) const override { return operation <= Operation::Touch; }
    std::unique_ptr<Caller> caller(int index, int callers) override
    {
        const int share = m_rows / callers;
        return std::make_unique<QtSqlCaller>(m_driver, m_url, index * share, share);
    }

private:
    QString m_driver;
    StoreUrl m_url;
    int m_rows;
};

QString tableOf(const QString &driver)
{
    const bool isPostgres = driver == u"QPSQL"_s;
    const QString bytes = isPostgres ? u"bytea"_s : u"VARBINARY(255)"_s;
    return u"CREATE TABLE raw_qtsql (id %1 PRIMARY KEY, tenant VARCHAR(255), users VARCHAR(255), created "
           u"BIGINT,"
           " idle BIGINT, absolute BIGINT, revision BIGINT, write_id %2, token_hash %2, payload %3)%4"_s.arg(
               isPostgres ? u"bytea"_s : u"BINARY(16)"_s, bytes, isPostgres ? u"bytea"_s : u"MEDIUMBLOB"_s,
               isPostgres ? u" WITH (fillfactor = 75)"_s : QString());
}

bool fill(const Link &link, int rows)
{
    QSqlQuery insert(link.database());
    if (!insert.prepare(u"INSERT INTO raw_qtsql VALUES (?, 'acme', 'alice', 1, 1, 1, 1, ?, ?, ?)"_s))
        return false;
    for (int row = 0; row < rows; ++row) {
        insert.bindValue(0, RawRows::id(row));
        insert.bindValue(1, QByteArray(8, 'w'));
        insert.bindValue(2, QByteArray(32, 'h'));
        insert.bindValue(3, QByteArray(PayloadBytes, 'p'));
        if (!insert.exec())
            return false;
    }
    return true;
}

} // namespace

std::unique_ptr<Subject> rawServerQtSqlSubject(const QString &driver, const StoreUrl &url, int rows)
{
    const Link link(driver, url);
    if (!link.isOpen())
        return nullptr;
    const bool isMade = QSqlQuery(link.database()).exec(tableOf(driver)) && link.database().transaction()
        && fill(link, rows) && link.database().commit();
    return isMade ? std::make_unique<ServerQtSql>(driver, url, rows) : nullptr;
}
