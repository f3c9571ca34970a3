// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

#include <QtCore/qhash.h>

#include <libpq-fe.h>

#include <array>
#include <deque>
#include <memory>

namespace Axess {

/// What the server answered to one statement.
using PostgresAnswer = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// Statements on libpq's handle, many of them in one round trip, with binary values both ways.
///
/// What is sent waits in libpq's buffer until `collect`. Used by the link's thread.
class PostgresPipeline
{
public:
    enum class Preparing : quint8 {
        Once, ///< Each statement is prepared under a name of the session.
        Never, ///< The session keeps nothing.
    };
    enum class Answer : quint8 { Wanted, Ignored };

    /// The handle stays the driver's.
    PostgresPipeline(PGconn *handle, Preparing preparing);
    ~PostgresPipeline();
    Q_DISABLE_COPY_MOVE(PostgresPipeline)

    /// The values may go after it returns.
    std::expected<void, SqlFailure> send(const QString &text, std::span<const SqlValue> values,
                                         Answer answer);
    /// Sends what is left and waits for all answers: the wanted ones in order, or the first failure, behind
    /// which the server has run nothing.
    std::expected<std::vector<PostgresAnswer>, SqlFailure> collect();

    bool isIdle() const { return m_awaited.empty(); }
    /// So many wait that both sides might wait for each other to read.
    bool isFull() const;
    PGconn *handle() const { return m_handle; }

private:
    struct Awaited
    {
        QString prepares; ///< The statement's text, if it is only prepared.
        Answer answer = Answer::Ignored;
    };

    std::expected<QByteArray, SqlFailure> prepared(const QString &text);
    void bind(std::span<const SqlValue> values);
    std::unexpected<SqlFailure> lost() const;
    /// Its answer and the end behind it.
    PostgresAnswer read();

    PGconn *m_handle;
    Preparing m_preparing;
    std::deque<Awaited> m_awaited;
    QHash<QString, QByteArray> m_names; ///< By the text.
    quint64 m_lastName = 0;

    // The values of one statement, as libpq takes them.
    std::vector<const char *> m_values;
    std::vector<int> m_lengths;
    std::vector<int> m_formats;
    std::vector<std::array<char, 8>> m_numbers;
    std::vector<QByteArray> m_texts;
};

} // namespace Axess
