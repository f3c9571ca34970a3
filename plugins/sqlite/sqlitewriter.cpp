// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitewriter.h"

#include <axess/clock.h>
#include <axess/logging.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

// 4 MiB: a checkpoint of it takes a few milliseconds.
constexpr int PagesOfCheckpoint = 1000;
// 64 MiB: readers kept the log from beginning anew, so now it waits for them, but not for long.
constexpr int PagesOfRestart = 16 * PagesOfCheckpoint;
constexpr auto LongestRestart = 200ms;
constexpr auto LongestBetweenCheckpoints = 5min;

} // namespace

SqliteWriter::SqliteWriter(std::shared_ptr<const SqlDialect> dialect, SqliteOptions options)
    : m_dialect(std::move(dialect))
    , m_options(std::move(options))
    , m_lock(m_options.path)
    , m_checkpointAt(PagesOfCheckpoint)
    , m_lastCheckpoint(SystemClock().monotonic())
{ }

SqliteWriter::~SqliteWriter() = default;

Result<SqlLink *> SqliteWriter::enter(const Deadline &deadline, const SqlInterruptor::Call &call)
{
    if (const auto turn = waitForTurn(deadline, call); !turn)
        return std::unexpected(turn.error());
    if (const auto locked = m_lock.acquire(deadline, call); !locked) {
        m_turn.unlock();
        return std::unexpected(locked.error());
    }
    if (const auto ready = ensureLink(deadline); !ready) {
        m_lock.release();
        m_turn.unlock();
        return std::unexpected(ready.error());
    }
    return m_link.get();
}

void SqliteWriter::leave()
{
    checkpointIfDue();
    if (m_link->isBroken() || !m_link->detach())
        m_link.reset();
    m_lock.release();
    m_turn.unlock();
}

Result<void> SqliteWriter::waitForTurn(const Deadline &deadline, const SqlInterruptor::Call &call)
{
    // In short pieces, because nobody can interrupt a mutex.
    while (!m_turn.try_lock_for(std::min<std::chrono::milliseconds>(10ms, deadline.remaining()))) {
        if (deadline.hasPassed() || call.isInterrupted())
            return std::unexpected(
                Error(ErrorCode::Unavailable,
                      u"The store is busy: this program's other writers took the call's time."_s));
    }
    return {};
}

Result<void> SqliteWriter::ensureLink(const Deadline &deadline)
{
    const auto file = SqliteFile::idOf(m_options.path);
    // Another file in its place, such as a backup: what the old one is told nobody finds again.
    if (m_link && file && file != m_file)
        m_link.reset();
    if (m_link && m_link->attach())
        return {};
    auto opened = SqliteLink::open(m_dialect, m_options, SqliteLink::Role::Writes, deadline);
    if (!opened)
        return std::unexpected(opened.error());
    m_link = std::move(*opened);
    m_file = file;
    return {};
}

void SqliteWriter::checkpointIfDue()
{
    const auto now = SystemClock().monotonic();
    const int pages = m_link->logPages();
    const bool isOld = pages > 0 && now - m_lastCheckpoint >= LongestBetweenCheckpoints;
    // Not past the call's deadline, for the caller waits for it: the next call's will do.
    const auto time = std::min<std::chrono::milliseconds>(LongestRestart, m_link->deadline().remaining());
    if (m_link->isBroken() || (pages < m_checkpointAt && !isOld) || time <= 0ms)
        return;
    const bool mustRestart = pages >= PagesOfRestart;
    m_link->beginCall(Deadline::in(time));
    const auto done
        = m_link->checkpoint(mustRestart ? SqliteLink::Checkpoint::Restart : SqliteLink::Checkpoint::Passive);
    if (!done)
        qCWarning(storeLog, "A checkpoint failed: %ls", qUtf16Printable(done.error().message()));
    // What readers kept in the log is tried again when the log has grown as much anew.
    m_checkpointAt = done && *done ? PagesOfCheckpoint : pages + PagesOfCheckpoint;
    m_lastCheckpoint = now;
}

} // namespace Axess
