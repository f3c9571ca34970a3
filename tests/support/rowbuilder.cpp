// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rowbuilder.h"

#include <QtCore/QCryptographicHash>

#include <atomic>
#include <chrono>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 Minute = 60'000;

QByteArray digestOfNext()
{
    static std::atomic<quint64> counter = 0;
    return QCryptographicHash::hash(QByteArray::number(++counter), QCryptographicHash::Sha256);
}

} // namespace

RowBuilder::RowBuilder(qint64 now)
{
    m_row.id = freshId();
    m_row.created = now;
    m_row.lastSeen = now;
    m_row.idleDeadline = now + 30 * Minute;
    m_row.sweepAt = m_row.idleDeadline;
    m_row.absoluteDeadline = now + 12 * 60 * Minute;
    m_row.revision = 1;
    m_row.writeId = freshBytes(SealedRow::WriteIdSize);
    m_row.tokenHash = freshBytes(32);
    payload("payload"_ba);
}

RowBuilder &RowBuilder::id(const SessionId &id)
{
    m_row.id = id;
    return *this;
}

RowBuilder &RowBuilder::tenant(const QString &tenant)
{
    m_row.tenant = tenantOf(tenant);
    return *this;
}

RowBuilder &RowBuilder::user(const QString &user)
{
    m_row.user = userOf(user);
    m_row.level = user.isEmpty() ? SessionLevel::Guest : SessionLevel::Authenticated;
    m_row.authenticatedAt = user.isEmpty() ? 0 : m_row.created;
    return *this;
}

RowBuilder &RowBuilder::level(SessionLevel level)
{
    m_row.level = level;
    return *this;
}

RowBuilder &RowBuilder::created(qint64 at)
{
    m_row.created = at;
    return *this;
}

RowBuilder &RowBuilder::lastSeen(qint64 at)
{
    m_row.lastSeen = at;
    return *this;
}

RowBuilder &RowBuilder::idleUntil(qint64 at)
{
    m_row.idleDeadline = at;
    m_row.sweepAt = at;
    m_row.absoluteDeadline = std::max(m_row.absoluteDeadline, at);
    return *this;
}

RowBuilder &RowBuilder::endsAt(qint64 at)
{
    m_row.absoluteDeadline = at;
    m_row.idleDeadline = std::min(m_row.idleDeadline, at);
    m_row.sweepAt = std::min(m_row.sweepAt, at);
    return *this;
}

RowBuilder &RowBuilder::sweepAt(qint64 at)
{
    m_row.sweepAt = at;
    return *this;
}

RowBuilder &RowBuilder::epochs(quint64 store, quint64 tenant)
{
    m_row.storeEpoch = store;
    m_row.tenantEpoch = tenant;
    return *this;
}

RowBuilder &RowBuilder::key(quint32 id)
{
    m_row.keyId = id;
    return *this;
}

RowBuilder &RowBuilder::payload(const QByteArray &payload)
{
    m_row.payload = payload;
    m_row.payloadBytes = payload.size();
    return *this;
}

RowBuilder &RowBuilder::client(const ClientInfo &client)
{
    m_row.client = client;
    return *this;
}

NewRow RowBuilder::entry(const Admission &admission) const
{
    NewRow made = entry();
    made.admission = admission;
    return made;
}

SessionId freshId()
{
    return *SessionId::fromBytes(digestOfNext().first(SessionId::Size));
}

SessionId freshIdOf(quint8 bucket)
{
    QByteArray bytes = freshId().bytes();
    bytes[0] = char(bucket);
    return *SessionId::fromBytes(bytes);
}

QByteArray freshBytes(int size)
{
    return digestOfNext().first(size);
}

TenantId tenantOf(const QString &text)
{
    return TenantId::fromText(text).value();
}

UserId userOf(const QString &text)
{
    return UserId::fromText(text).value();
}

RowUpdate saveOf(const SealedRow &row, const QByteArray &payload)
{
    RowUpdate update;
    update.row = row;
    update.expectedRevision = row.revision;
    update.row.revision = row.revision + 1;
    update.row.writeId = freshBytes(SealedRow::WriteIdSize);
    update.row.payload = payload;
    update.row.payloadBytes = payload.size();
    return update;
}

RowUpdate cycleOf(const SealedRow &row)
{
    RowUpdate update = saveOf(row, row.payload);
    update.row.tokenHash = freshBytes(32);
    update.event = EventKind::Cycled;
    return update;
}

RowUpdate signInOf(const SealedRow &row, const QString &user, const std::optional<Admission> &admission)
{
    RowUpdate update = cycleOf(row);
    update.row.user = userOf(user);
    update.row.level = SessionLevel::Authenticated;
    update.row.authenticatedAt = row.lastSeen;
    update.idleRule = IdleRule::SetAnew;
    update.admission = admission;
    update.event = EventKind::SignedIn;
    return update;
}

Revocation revocationOf(const SessionId &id, qint64 at, qint64 graceUntil, const QString &reason)
{
    return {id, {freshBytes(RevocationMark::MarkSize), at, graceUntil, reason}};
}
