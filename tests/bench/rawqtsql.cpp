// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawsqlite.h"

#include "rawrows.h"

#include <QtCore/qvariant.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlquery.h>

#include <atomic>

using namespace Qt::StringLiterals;

namespace {

class RawQtSqlCaller final : public Caller
{
public:
    RawQtSqlCaller(const QString &path, const QString &synchronous, const QString &connection, int first,
                   int count)
        : m_connection(connection)
        , m_first(first)
        , m_count(count)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
        database.setDatabaseName(path);
        if (!database.open())
            return;
        for (const QString &pragma : QString::fromLatin1(RawRows::Pragmas).split(u';'))
            QSqlQuery(database).exec(pragma);
        QSqlQuery(database).exec(u"PRAGMA synchronous="_s + synchronous);
        m_select = std::make_unique<QSqlQuery>(database);
        m_update = std::make_unique<QSqlQuery>(database);
        m_touch = std::make_unique<QSqlQuery>(database);
        m_select->setForwardOnly(true);
        m_ready = m_select->prepare(QString::fromLatin1(RawRows::Select))
            && m_update->prepare(QString::fromLatin1(RawRows::Update))
            && m_touch->prepare(QString::fromLatin1(RawRows::Touch));
    }

    ~RawQtSqlCaller() override
    {
        m_select.reset();
        m_update.reset();
        m_touch.reset();
        QSqlDatabase::removeDatabase(m_connection);
    }
    Q_DISABLE_COPY_MOVE(RawQtSqlCaller)

    bool perform(Operation operation) override
    {
        if (!m_ready)
            return false;
        const QByteArray id = RawRows::id(m_first + m_next++ % m_count);
        if (operation == Operation::Load)
            return load(id);
        QSqlQuery &query = operation == Operation::Save ? *m_update : *m_touch;
        int parameter = 0;
        if (operation == Operation::Save)
            query.bindValue(parameter++, m_payload);
        query.bindValue(parameter, id);
        return query.exec() && query.numRowsAffected() == 1;
    }

private:
    bool load(const QByteArray &id)
    {
        m_select->bindValue(0, id);
        if (!m_select->exec() || !m_select->next())
            return false;
        qsizetype bytes = 0;
        for (int column = 0; column < 9; ++column)
            bytes += m_select->value(column).toByteArray().size();
        m_select->finish();
        return bytes > PayloadBytes;
    }

    QString m_connection;
    std::unique_ptr<QSqlQuery> m_select;
    std::unique_ptr<QSqlQuery> m_update;
    std::unique_ptr<QSqlQuery> m_touch;
    QByteArray m_payload = QByteArray(PayloadBytes, 's');
    bool m_ready = false;
    int m_first = 0;
    int m_count = 1;
    int m_next = 0;
};

class RawQtSql final : public Subject
{
public:
    RawQtSql(const QString &path, int rows, const QString &synchronous)
        : m_path(path)
        , m_synchronous(synchronous)
        , m_rows(rows)
    { }

    QString name() const override { return u"raw QtSql loop"_s; }
    bool can(Operation operation) const override { return operation <= Operation::Touch; }
    std::unique_ptr<Caller> caller(int index, int callers) override
    {
        const int share = m_rows / callers;
        const QString connection = u"raw-%1"_s.arg(m_connections++);
        return std::make_unique<RawQtSqlCaller>(m_path, m_synchronous, connection, index * share, share);
    }

private:
    QString m_path;
    QString m_synchronous;
    int m_rows;
    std::atomic<int> m_connections {0};
};

} // namespace

std::unique_ptr<Subject> rawQtSqlSubject(const QString &folder, int rows, const QString &synchronous)
{
    const QString path = folder + u"/raw-qtsql.db"_s;
    if (!RawRows::make(path, rows, synchronous))
        return nullptr;
    return std::make_unique<RawQtSql>(path, rows, synchronous);
}
