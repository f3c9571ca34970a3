// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlconnection.h"
#include "sqltransaction.h"

#include <axess/callrules.h>

namespace Axess {

/// The writing link, held from the gate's opening until its end.
class SqlGateEntry
{
public:
    SqlGateEntry(SqlWriteGate &gate, SqlInterruptor::Call &call, const Deadline &deadline,
                 qint64 &roundTrips);
    ~SqlGateEntry();
    Q_DISABLE_COPY_MOVE(SqlGateEntry)

    const Result<SqlLink *> &link() const { return m_link; }

private:
    SqlWriteGate &m_gate;
    SqlInterruptor::Call &m_call;
    qint64 &m_roundTrips;
    Result<SqlLink *> m_link;
};

/// The answer to a call whose time was up before it began.
Error callCameLate();

/// How often a transaction is begun that meets others.
constexpr int MostAttempts = 5;

template<typename Work> std::invoke_result_t<Work, SqlLink &> inTransaction(SqlLink &link, Work &work)
{
    SqlTransaction transaction(link);
    if (const auto begun = transaction.begin(); !begun)
        return std::unexpected(begun.error());
    auto answer = work(link);
    if (!answer)
        return answer;
    if (const auto committed = transaction.commit(); !committed)
        return std::unexpected(committed.error());
    return answer;
}

template<typename Work>
std::invoke_result_t<Work, SqlLink &> SqlConnection::reading(const Result<void> &rules, Work work)
{
    if (!rules)
        return std::unexpected(rules.error());
    if (m_deadline.hasPassed())
        return std::unexpected(callCameLate());
    SqlInterruptor::Call call(m_interruptor);
    m_link->beginCall(m_deadline);
    call.workOn(m_link.get());
    return work(*m_link);
}

template<typename Work>
std::invoke_result_t<Work, SqlLink &> SqlConnection::writing(const Result<void> &rules, Work work,
                                                             const Horizon &horizon)
{
    if (!rules)
        return std::unexpected(rules.error());
    if (m_deadline.hasPassed())
        return std::unexpected(callCameLate());
    SqlInterruptor::Call call(m_interruptor);
    const SqlGateEntry entry(*m_gate, call, m_deadline, m_writeTrips);
    if (!entry.link())
        return std::unexpected(entry.link().error());

    SqlLink &link = **entry.link();
    if (const auto known = link.setTenantEpochs(horizon); !known)
        return std::unexpected(known.error());
    for (int attempt = 1;; ++attempt) {
        auto answer = inTransaction(link, work);
        if (answer || !link.takeCollision() || attempt == MostAttempts || m_deadline.hasPassed())
            return answer;
    }
}

template<typename Entry, typename Work>
std::invoke_result_t<Work, SqlLink &> SqlConnection::writingBatch(std::span<const Entry> entries, Work work,
                                                                  const Horizon &horizon)
{
    if (entries.empty())
        return {};
    return writing(CallRules::check(entries), work, horizon);
}

} // namespace Axess
