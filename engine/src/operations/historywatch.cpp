// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "historywatch_p.h"

#include "lease_p.h"
#include "verifyindex_p.h"

#include <axess/logging.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const QString LeaseName = u"lease/server-history"_s;
constexpr std::chrono::seconds leaseLength {20};
// Of servers that are there no more, or do not answer just now. Those that are there are kept, however many.
constexpr qsizetype mostOthers = 64;
// The job comes while everybody comes back to a new server.
constexpr int rowsPerSecond = 20'000;

bool isWaiting(const JobInfo &job)
{
    return job.request.kind == VerifyIndex().name() && job.request.mode == JobMode::Act
        && job.state == JobState::Waiting && job.steps == 0;
}

} // namespace

HistoryWatch::HistoryWatch(std::shared_ptr<SessionStore> store, const QString &program,
                           std::chrono::milliseconds delay)
    : m_store(std::move(store))
    , m_program(program)
    , m_delay(delay)
{ }

Result<QStringList> serverHistories(StoreCore &core)
{
    const auto facts = core.storage().run(Verb::Inspect, core.deadline(),
                                          [](StorageConnection &connection) { return connection.vitals(); });
    // Who may not ask does without.
    if (!facts && facts.error().code() == ErrorCode::Denied)
        return QStringList();
    if (!facts)
        return std::unexpected(facts.error());
    const auto fact = std::ranges::find(*facts, u"replicationId"_s, &Fact::name);
    return fact == facts->cend() ? QStringList() : fact->value.split(u", "_s, Qt::SkipEmptyParts);
}

Result<HistoryWatch::Known> HistoryWatch::known()
{
    StoreCore &core = m_store->core();
    return core.documents()
        .read(DocumentName::ServerHistory.toString(), core.deadline())
        .transform([&](const std::optional<DocumentBox::Document> &document) {
            if (!document)
                return Known {m_known, 0};
            return Known {QString::fromUtf8(document->content).split(u'\n', Qt::SkipEmptyParts),
                          document->revision};
        });
}

Result<void> HistoryWatch::write(const Known &known)
{
    StoreCore &core = m_store->core();
    QStringList others = unknown(known.histories, m_told);
    others = others.last(std::min(others.size(), mostOthers));
    QStringList kept = others;
    std::ranges::copy_if(known.histories, std::back_inserter(kept),
                         [&](const QString &history) { return m_told.contains(history); });
    const auto written = core.documents().write(DocumentName::ServerHistory.toString(),
                                                kept.join(u'\n').toUtf8(), known.revision, core.deadline());
    // Another instance was first: it is read with the next look.
    if (!written)
        return written.error().code() == ErrorCode::Conflict ? Result<void>()
                                                             : std::unexpected(written.error());
    m_known = kept;
    return {};
}

QStringList HistoryWatch::unknown(const QStringList &histories, const QStringList &known)
{
    QStringList unknown;
    std::ranges::copy_if(histories, std::back_inserter(unknown),
                         [&](const QString &history) { return !known.contains(history); });
    return unknown;
}

Result<bool> HistoryWatch::look()
{
    if (m_isOff)
        return false;
    const auto histories = serverHistories(m_store->core());
    if (!histories)
        return std::unexpected(histories.error());
    m_isOff = histories->isEmpty() && m_known.isEmpty();
    m_told = *histories;
    if (unknown(*histories, m_known).isEmpty())
        return false;
    const auto known = this->known();
    if (!known)
        return std::unexpected(known.error());
    // The first that anybody looks at.
    if (known->histories.isEmpty())
        return write({*histories, known->revision}).transform([] { return false; });
    m_known = known->histories;
    const QStringList fresh = unknown(*histories, m_known);
    if (fresh.isEmpty())
        return false;
    const auto now = m_store->core().time().clock().monotonic();
    if (!unknown(fresh, m_noticed).isEmpty()) {
        m_noticed = fresh;
        m_since = now;
    }
    if (now - m_since < m_delay)
        return false;
    return verify();
}

// The job first: who dies in between has it submitted twice, not never.
Result<bool> HistoryWatch::verify()
{
    Lease lease(m_store->core(), LeaseName, leaseLength);
    const auto isOurs = lease.hold();
    if (!isOurs || !*isOurs)
        return isOurs;
    const auto known = this->known();
    if (!known)
        return std::unexpected(known.error());
    const QStringList fresh = unknown(m_noticed, known->histories);
    if (fresh.isEmpty())
        return false;
    const auto submitted = submit();
    if (!submitted)
        return submitted;
    return write({known->histories + fresh, known->revision}).transform([&] { return *submitted; });
}

// Unless one waits that has not begun.
Result<bool> HistoryWatch::submit()
{
    Jobs jobs(m_store);
    const auto standing = jobs.list();
    if (!standing)
        return std::unexpected(standing.error());
    if (std::ranges::any_of(*standing, isWaiting))
        return false;
    JobRequest request;
    request.kind = VerifyIndex().name();
    request.rowsPerSecond = rowsPerSecond;
    request.by = m_program;
    request.reason = u"A server was replaced or restarted."_s;
    const auto submitted = jobs.submit(request);
    if (!submitted)
        return std::unexpected(submitted.error());
    qCInfo(jobLog, "A server was replaced or restarted; job %ls verifies the indexes",
           qUtf16Printable(submitted->id));
    return true;
}

} // namespace Axess
