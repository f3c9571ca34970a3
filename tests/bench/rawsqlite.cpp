// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawsqlite.h"

#include "rawrows.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace {

class RawSqliteCaller final : public Caller
{
public:
    RawSqliteCaller(const QString &path, const QString &synchronous, int first, int count)
        : m_first(first)
        , m_count(count)
    {
        const QByteArray pragma = "PRAGMA synchronous=" + synchronous.toLatin1();
        m_ready = sqlite3_open(path.toUtf8().constData(), &m_database) == SQLITE_OK
            && sqlite3_exec(m_database, RawRows::Pragmas, nullptr, nullptr, nullptr) == SQLITE_OK
            && sqlite3_exec(m_database, pragma.constData(), nullptr, nullptr, nullptr) == SQLITE_OK
            && prepare(RawRows::Select, &m_select) && prepare(RawRows::Update, &m_update)
            && prepare(RawRows::Touch, &m_touch);
    }

    ~RawSqliteCaller() override
    {
        for (sqlite3_stmt *statement : {m_select, m_update, m_touch})
            sqlite3_finalize(statement);
        sqlite3_close(m_database);
    }
    Q_DISABLE_COPY_MOVE(RawSqliteCaller)

    bool perform(Operation operation) override
    {
        if (!m_ready)
            return false;
        const QByteArray id = RawRows::id(m_first + m_next++ % m_count);
        if (operation == Operation::Load)
            return load(id);
        sqlite3_stmt *statement = operation == Operation::Save ? m_update : m_touch;
        int parameter = 1;
        if (operation == Operation::Save)
            bind(statement, parameter++, m_payload);
        bind(statement, parameter, id);
        const bool done = sqlite3_step(statement) == SQLITE_DONE && sqlite3_changes(m_database) == 1;
        sqlite3_reset(statement);
        return done;
    }

private:
    bool prepare(const char *text, sqlite3_stmt **statement)
    {
        return sqlite3_prepare_v3(m_database, text, -1, SQLITE_PREPARE_PERSISTENT, statement, nullptr)
            == SQLITE_OK;
    }

    static void bind(sqlite3_stmt *statement, int parameter, const QByteArray &bytes)
    {
        sqlite3_bind_blob(statement, parameter, bytes.constData(), int(bytes.size()), SQLITE_STATIC);
    }

    bool load(const QByteArray &id)
    {
        bind(m_select, 1, id);
        const bool found = sqlite3_step(m_select) == SQLITE_ROW;
        // Every column is copied out, as whoever uses a session must.
        qsizetype bytes = 0;
        for (int column = 0; found && column < sqlite3_column_count(m_select); ++column) {
            const QByteArray copy(static_cast<const char *>(sqlite3_column_blob(m_select, column)),
                                  sqlite3_column_bytes(m_select, column));
            bytes += copy.size();
        }
        sqlite3_reset(m_select);
        return found && bytes > PayloadBytes;
    }

    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_select = nullptr;
    sqlite3_stmt *m_update = nullptr;
    sqlite3_stmt *m_touch = nullptr;
    QByteArray m_payload = QByteArray(PayloadBytes, 's');
    bool m_ready = false;
    int m_first = 0;
    int m_count = 1;
    int m_next = 0;
};

class RawSqlite final : public Subject
{
public:
    RawSqlite(const QString &path, int rows, const QString &synchronous)
        : m_path(path)
        , m_synchronous(synchronous)
        , m_rows(rows)
    { }

    QString name() const override { return u"raw C loop"_s; }
    bool can(Operation operation) const override { return operation <= Operation::Touch; }
    std::unique_ptr<Caller> caller(int index, int callers) override
    {
        const int share = m_rows / callers;
        return std::make_unique<RawSqliteCaller>(m_path, m_synchronous, index * share, share);
    }

private:
    QString m_path;
    QString m_synchronous;
    int m_rows;
};

} // namespace

QString operationName(Operation operation)
{
    switch (operation) {
    case Operation::Load:
        return u"load"_s;
    case Operation::Save:
        return u"save"_s;
    case Operation::Touch:
        return u"touch"_s;
    case Operation::Cycle:
        return u"cycle"_s;
    case Operation::Page:
        return u"page"_s;
    }
    return {};
}

std::unique_ptr<Subject> rawSqliteSubject(const QString &folder, int rows, const QString &synchronous)
{
    const QString path = folder + u"/raw-c.db"_s;
    if (!RawRows::make(path, rows, synchronous))
        return nullptr;
    return std::make_unique<RawSqlite>(path, rows, synchronous);
}
