// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/twinnotes_p.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

using namespace Qt::StringLiterals;

namespace Axess {

QByteArray TwinNote::bytes() const
{
    const QJsonObject object {
        {u"written"_s, QString::fromLatin1(written.hex())},
        {u"dirty"_s, QString::fromLatin1(dirty.hex())},
        {u"marks"_s, qint64(marks)},
        {u"settled"_s, qint64(settled)},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

TwinNote TwinNote::fromBytes(const QByteArray &bytes)
{
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    return {BucketSet::fromHex(object.value(u"written"_s).toString().toLatin1()),
            BucketSet::fromHex(object.value(u"dirty"_s).toString().toLatin1()),
            quint64(object.value(u"marks"_s).toInteger()), quint64(object.value(u"settled"_s).toInteger())};
}

TwinNotes::TwinNotes(const QString &document, std::shared_ptr<const Clock> clock)
    : m_document(document)
    , m_clock(std::move(clock))
{ }

bool TwinNotes::isTrusted() const
{
    return m_keptAt && m_clock->monotonic() - *m_keptAt < Trusted;
}

bool TwinNotes::isKept() const
{
    const std::scoped_lock lock(m_mutex);
    return m_served == m_tickets;
}

Result<void> TwinNotes::beforeWrite(StorageConnection &leader, const BucketSet &buckets,
                                    const Deadline &deadline)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (isTrusted() && m_served == m_tickets && m_kept.written.includes(buckets))
            return {};
    }
    // Whatever became of the note, the write itself has not begun.
    return keep(leader, {.written = buckets}, deadline).transform_error([](const Error &error) {
        return error.withOutcome(Outcome::NotApplied);
    });
}

Result<void> TwinNotes::markDirty(StorageConnection &leader, const BucketSet &buckets,
                                  const Deadline &deadline)
{
    // Also if it stands there already: since then the bucket may have been compared and its mark taken away.
    return keep(leader, {.dirty = buckets}, deadline).transform_error([](const Error &error) {
        return error.withOutcome(Outcome::Unknown);
    });
}

void TwinNotes::markLater(const BucketSet &buckets)
{
    const std::scoped_lock lock(m_mutex);
    m_asked.dirty |= buckets;
    ++m_tickets;
}

Result<void> TwinNotes::settle(StorageConnection &leader, quint64 step, const Deadline &deadline)
{
    {
        const std::scoped_lock lock(m_mutex);
        const bool isKept = m_served == m_tickets;
        if (isKept && (m_kept == TwinNote() || m_kept.settled >= step))
            return {};
    }
    return keep(leader, {.settled = step}, deadline);
}

bool TwinNotes::isUsed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_kept != TwinNote() || m_asked != TwinNote();
}

Result<void> TwinNotes::leave(StorageConnection &leader, const Deadline &deadline)
{
    const std::unique_lock putting(m_putting, deadline.at());
    if (!putting.owns_lock())
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The migration's note could not be written in time"_s));
    if (!isKept()) {
        if (const auto kept = put(leader); !kept)
            return kept;
    }
    const auto standing = leader.document(m_document);
    if (!standing || !*standing)
        return standing.transform([](const auto &) { });
    TwinNote left = TwinNote::fromBytes((*standing)->bytes);
    left.written = {};
    if (left.dirty.isEmpty())
        return leader.removeDocument(m_document, (*standing)->revision);
    return leader.putDocument(m_document, left.bytes(), (*standing)->revision).transform([](quint64) { });
}

Result<void> TwinNotes::keep(StorageConnection &leader, const TwinNote &asked, const Deadline &deadline)
{
    quint64 ticket = 0;
    {
        const std::scoped_lock lock(m_mutex);
        m_asked.written |= asked.written;
        m_asked.dirty |= asked.dirty;
        m_asked.settled = std::max(m_asked.settled, asked.settled);
        ticket = ++m_tickets;
    }
    const std::unique_lock putting(m_putting, deadline.at());
    if (!putting.owns_lock())
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The migration's note could not be written in time"_s));
    {
        const std::scoped_lock lock(m_mutex);
        if (m_served >= ticket)
            return {};
    }
    return put(leader);
}

Result<void> TwinNotes::put(StorageConnection &leader)
{
    TwinNote kept;
    TwinNote asked;
    quint64 tickets = 0;
    {
        const std::scoped_lock lock(m_mutex);
        kept = m_kept;
        asked = m_asked;
        tickets = m_tickets;
    }
    for (bool isRepeated = false;; isRepeated = true) {
        const TwinNote next {kept.written | asked.written, kept.dirty | asked.dirty,
                             kept.marks + (asked.dirty.isEmpty() ? 0 : 1),
                             std::max(kept.settled, asked.settled)};
        const auto before = m_clock->monotonic();
        const auto put = leader.putDocument(m_document, next.bytes(), m_revision);
        if (put) {
            const std::scoped_lock lock(m_mutex);
            m_revision = *put;
            m_kept = next;
            // What was asked for meanwhile stays; that it is asked for twice does no harm.
            if (m_tickets == tickets)
                m_asked = {};
            m_served = tickets;
            m_keptAt = before;
            return {};
        }
        if (put.error().code() != ErrorCode::Conflict || isRepeated)
            return std::unexpected(Error(ErrorCode::Unavailable, put.error().message()));
        // Compared buckets were taken out of it, all of it was taken away, or an answer was lost: what stands
        // there holds.
        const auto standing = leader.document(m_document);
        if (!standing)
            return std::unexpected(standing.error());
        m_revision = *standing ? (*standing)->revision : 0;
        kept = *standing ? TwinNote::fromBytes((*standing)->bytes) : TwinNote();
    }
}

} // namespace Axess
