// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "resealsteps_p.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype mostBytes = 1024 * 1024;

// No key's id is negative.
qint64 numberOf(ResealState::Source source)
{
    return source ? qint64(*source) : -1;
}

ResealState::Source sourceOf(const QJsonValue &number)
{
    const qint64 id = number.toInteger(-1);
    return id < 0 ? ResealState::Source() : quint32(id);
}

} // namespace

QJsonObject ResealState::toJson() const
{
    QJsonArray stuckSources;
    for (const Source source : stuck)
        stuckSources.append(numberOf(source));
    return {
        {u"from"_s, numberOf(from)}, {u"walking"_s, isWalking},
        {u"moved"_s, moved},         {u"stuck"_s, stuckSources},
        {u"since"_s, since},         {u"cursor"_s, QString::fromLatin1(cursor.toBase64())},
        {u"done"_s, done},           {u"total"_s, total},
        {u"stale"_s, stale},         {u"unreadable"_s, unreadable},
        {u"passes"_s, passes},
    };
}

void ResealState::read(const QJsonObject &object)
{
    from = sourceOf(object.value(u"from"_s));
    isWalking = object.value(u"walking"_s).toBool();
    moved = object.value(u"moved"_s).toInteger();
    for (const QJsonValue &source : object.value(u"stuck"_s).toArray())
        stuck.append(sourceOf(source));
    cursor = QByteArray::fromBase64(object.value(u"cursor"_s).toString().toLatin1());
    since = object.value(u"since"_s).toInteger();
    done = object.value(u"done"_s).toInteger();
    total = object.value(u"total"_s).toInteger();
    stale = object.value(u"stale"_s).toInteger();
    unreadable = object.value(u"unreadable"_s).toInteger();
    passes = object.value(u"passes"_s).toInt();
}

ResealSteps::ResealSteps(StoreCore &core, const JobInfo &job, int rows, const QString &counted)
    : m_core(core)
    , m_job(job)
    , m_rows(rows)
    , m_counted(counted)
{ }

void ResealSteps::begin(ResealState &state) const
{
    state.since = m_core.time().now();
    state.cursor.clear();
}

JobStep ResealSteps::stepOf(const ResealState &state, const QJsonObject &checkpoint)
{
    m_step.checkpoint = QJsonDocument(checkpoint).toJson(QJsonDocument::Compact);
    m_step.done = state.done;
    m_step.total = std::max(state.total, state.done);
    return m_step;
}

Result<std::optional<ResealState::Source>> ResealSteps::next(const ResealState &state, const KeyRing &ring)
{
    return countByKey(m_core).transform([&](const std::optional<QHash<quint32, qint64>> &counts) {
        std::optional<ResealState::Source> next;
        if (!counts && !state.stuck.contains(ResealState::Source()))
            next = ResealState::Source();
        for (const auto &[key, count] : counts.value_or(QHash<quint32, qint64>()).asKeyValueRange()) {
            if (count > 0 && takes(key, ring) && !state.stuck.contains(ResealState::Source(key)))
                next = std::min(next.value_or(key), ResealState::Source(key));
        }
        return next;
    });
}

Result<bool> ResealSteps::exchangeNext(ResealState &state, const KeyRing &ring)
{
    if (!state.isWalking) {
        const auto source = next(state, ring);
        if (!source)
            return std::unexpected(source.error());
        if (!*source)
            return true;
        state.from = **source;
        state.isWalking = true;
        state.moved = 0;
        state.cursor.clear();
    }
    return exchangePage(state, ring).transform([] { return false; });
}

Result<void> ResealSteps::exchangePage(ResealState &state, const KeyRing &ring)
{
    auto page = readSealedPage(m_core, state.from, state.cursor, m_rows);
    if (!page)
        return std::unexpected(page.error());
    const auto overtaken = exchange(*page, state, ring);
    const qint64 exchanged = m_step.counts.value(m_counted);
    if (!overtaken) {
        state.moved += exchanged;
        // What was written is kept and counted; the page is read again.
        return exchanged > 0 ? Result<void>() : std::unexpected(overtaken.error());
    }
    m_step.counts[u"overtaken"_s] += *overtaken;
    m_step.rows = page->rows.size();
    state.moved += exchanged + *overtaken;
    state.done += page->rows.size();
    state.cursor = page->next;
    if (!page->next.isEmpty())
        return {};
    // What is left of this key after a walk that moved nothing does not open.
    if (state.moved == 0 || !state.from)
        state.stuck.append(state.from);
    state.isWalking = false;
    return {};
}

Result<qint64> ResealSteps::exchange(SealedPage &page, const ResealState &state, const KeyRing &ring)
{
    const Deadline budget = m_core.deadline();
    qint64 overtaken = 0;
    qsizetype bytes = 0;
    qsizetype handled = 0;
    std::vector<Reseal> reseals;
    reseals.reserve(StorageConnection::MaximumBatch);
    for (const SealedRow &row : std::as_const(page.rows)) {
        ++handled;
        // Loaded anew since the list: somebody has saved it the new way.
        if (!takes(row.keyId, ring)) {
            overtaken += state.from ? 1 : 0;
            continue;
        }
        const auto content = RowSealer::open(row, &ring);
        if (!content)
            continue; // Verifying tells of it.
        SealedRow fresh = row;
        if (const auto sealed = RowSealer::seal(fresh, *content, &ring, m_core.random()); !sealed)
            return std::unexpected(sealed.error());
        bytes += fresh.payload.size();
        reseals.push_back({row.id, row.revision, row.writeId, fresh.keyId, fresh.payload});
        if (std::ssize(reseals) < StorageConnection::MaximumBatch && bytes < mostBytes)
            continue;
        if (const auto written = write(reseals, overtaken); !written)
            return std::unexpected(written.error());
        reseals.clear();
        bytes = 0;
        if (budget.hasPassed()) {
            page.next = handled < page.rows.size() ? page.behind(row) : page.next;
            page.rows.resize(handled);
            return overtaken;
        }
    }
    return write(reseals, overtaken).transform([&] { return overtaken; });
}

Result<void> ResealSteps::write(std::span<const Reseal> reseals, qint64 &overtaken)
{
    if (reseals.empty())
        return {};
    const auto statuses
        = m_core.storage().run(Verb::Reseal, m_core.deadline(),
                               [&](StorageConnection &connection) { return connection.reseal(reseals); });
    if (!statuses)
        return std::unexpected(statuses.error());
    const auto stored = std::ranges::count(*statuses, WriteStatus::Stored);
    m_step.counts[m_counted] += stored;
    overtaken += statuses->size() - stored;
    return {};
}

Result<bool> ResealSteps::verifyPage(ResealState &state, const KeyRing *ring)
{
    const auto page = readSealedPage(m_core, {}, state.cursor, m_rows);
    if (!page)
        return std::unexpected(page.error());
    m_step.failures = page->unreadable;
    for (const SealedRow &row : page->rows) {
        if (const auto isWanted = isAsWanted(row, ring))
            state.stale += *isWanted ? 0 : 1;
        else
            m_step.failures.append({row.id.text(), isWanted.error().message()});
    }
    m_step.rows = page->rows.size() + page->unreadable.size();
    m_step.counts[u"sessions"_s] += m_step.rows;
    m_step.counts[u"unreadable"_s] += m_step.failures.size();
    state.unreadable += m_step.failures.size();
    state.done += m_step.rows;
    state.cursor = page->next;
    if (page->next.isEmpty() && isDryRun()) {
        m_step.counts[m_counted] = state.stale;
        m_step.isLast = true;
    }
    return page->next.isEmpty();
}

bool ResealSteps::goesBack(ResealState &state)
{
    if (state.stale == 0 || ++state.passes > MostPasses)
        return false;
    // Counted anew with the next pass.
    for (const QString &count : {u"sessions"_s, u"unreadable"_s})
        m_step.counts[count] -= m_job.counts.value(count) + m_step.counts.value(count);
    state.stuck.clear();
    return true;
}

} // namespace Axess
