// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawrows.h"
#include "rawserver.h"

#include <libpq-fe.h>

#include <array>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

struct CloseConnection
{
    void operator()(PGconn *connection) const { PQfinish(connection); }
};
struct ClearResult
{
    void operator()(PGresult *result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, CloseConnection>;
using Answer = std::unique_ptr<PGresult, ClearResult>;

Connection connectTo(const StoreUrl &url)
{
    const QByteArray host = url.hosts().constFirst().name.toUtf8();
    const QByteArray port = QByteArray::number(url.hosts().constFirst().port);
    const QByteArray user = url.user().toUtf8();
    const QByteArray password = url.password().toUtf8();
    const QByteArray name = url.path().toUtf8();
    const std::array<const char *, 6> keys {"host", "port", "user", "password", "dbname", nullptr};
    const std::array<const char *, 6> values {host.constData(),     port.constData(), user.constData(),
                                              password.constData(), name.constData(), nullptr};
    Connection connection(PQconnectdbParams(keys.data(), values.data(), 0));
    return PQstatus(connection.get()) == CONNECTION_OK ? std::move(connection) : nullptr;
}

bool run(PGconn *connection, const char *text)
{
    const Answer answer(PQexec(connection, text));
    return PQresultStatus(answer.get()) == PGRES_COMMAND_OK;
}

class LibpqCaller final : public Caller
{
public:
    LibpqCaller(const StoreUrl &url, int first, int count)
        : m_connection(connectTo(url))
        , m_first(first)
        , m_count(count)
    {
        m_ready = m_connection
            && prepare("load",
                       "SELECT tenant, users, created, idle, absolute, revision, write_id, token_hash,"
                       " payload FROM raw_session WHERE id = $1")
            && prepare("save", "UPDATE raw_session SET revision = revision + 1, payload = $2 WHERE id = $1")
            && prepare("touch", "UPDATE raw_session SET idle = idle + 1 WHERE id = $1");
    }

    bool perform(Operation operation) override
    {
        if (!m_ready)
            return false;
        const QByteArray id = RawRows::id(m_first + m_next++ % m_count);
        if (operation == Operation::Load)
            return load(id);
        const Answer answer
            = ask(operation == Operation::Save ? "save" : "touch", id, operation == Operation::Save ? 2 : 1);
        return PQresultStatus(answer.get()) == PGRES_COMMAND_OK
            && qstrcmp(PQcmdTuples(answer.get()), "1") == 0;
    }

private:
    bool prepare(const char *name, const char *text)
    {
        const Answer answer(PQprepare(m_connection.get(), name, text, 0, nullptr));
        return PQresultStatus(answer.get()) == PGRES_COMMAND_OK;
    }

    Answer ask(const char *statement, const QByteArray &id, int parameters)
    {
        const std::array<const char *, 2> values {id.constData(), m_payload.constData()};
        const std::array<int, 2> sizes {int(id.size()), int(m_payload.size())};
        const std::array<int, 2> formats {1, 1};
        return Answer(PQexecPrepared(m_connection.get(), statement, parameters, values.data(), sizes.data(),
                                     formats.data(), 1));
    }

    bool load(const QByteArray &id)
    {
        const Answer answer = ask("load", id, 1);
        if (PQntuples(answer.get()) != 1)
            return false;
        // Every column is copied out, as whoever uses a session must.
        qsizetype bytes = 0;
        for (int column = 0; column < PQnfields(answer.get()); ++column)
            bytes += QByteArray(PQgetvalue(answer.get(), 0, column), PQgetlength(answer.get(), 0, column))
                         .size();
        return bytes > PayloadBytes;
    }

    Connection m_connection;
    QByteArray m_payload = QByteArray(PayloadBytes, 's');
    bool m_ready = false;
    int m_first = 0;
    int m_count = 1;
    int m_next = 0;
};

class Libpq final : public Subject
{
public:
    Libpq(const StoreUrl &url, int rows)
        : m_url(url)
        , m_rows(rows)
    { }

    QString name() const override { return u"raw libpq loop"_s; }
    bool can(Operation operation) const override { return operation <= Operation::Touch; }
    std::unique_ptr<Caller> caller(int index, int callers) override
    {
        const int share = m_rows / callers;
        return std::make_unique<LibpqCaller>(m_url, index * share, share);
    }

private:
    StoreUrl m_url;
    int m_rows;
};

bool fill(PGconn *connection, int rows)
{
    const Answer prepared(PQprepare(
        connection, "insert",
        "INSERT INTO raw_session VALUES ($1, 'acme', 'alice', 1, 1, 1, 1, '\\x00', $2, $3)", 0, nullptr));
    const QByteArray hash(32, 'h');
    const QByteArray payload(PayloadBytes, 'p');
    for (int row = 0; row < rows; ++row) {
        const QByteArray id = RawRows::id(row);
        const std::array<const char *, 3> values {id.constData(), hash.constData(), payload.constData()};
        const std::array<int, 3> sizes {int(id.size()), int(hash.size()), int(payload.size())};
        const std::array<int, 3> formats {1, 1, 1};
        const Answer answer(
            PQexecPrepared(connection, "insert", 3, values.data(), sizes.data(), formats.data(), 1));
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
            return false;
    }
    return true;
}

} // namespace

std::unique_ptr<Subject> rawLibpqSubject(const StoreUrl &url, int rows)
{
    const Connection connection = connectTo(url);
    // The room that the engine's table leaves for updates in place, too.
    const bool made = connection
        && run(connection.get(),
               "CREATE TABLE raw_session (id bytea PRIMARY KEY, tenant text, users text, created bigint, idle"
               " bigint, absolute bigint, revision bigint, write_id bytea, token_hash bytea, payload bytea)"
               " WITH (fillfactor = 75)")
        && run(connection.get(), "BEGIN") && fill(connection.get(), rows) && run(connection.get(), "COMMIT");
    return made ? std::make_unique<Libpq>(url, rows) : nullptr;
}
