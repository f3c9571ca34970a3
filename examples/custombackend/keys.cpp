// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keys.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qdatastream.h>
#include <QtCore/qendian.h>
#include <QtCore/qiodevice.h>

using namespace Axess;

namespace {

constexpr auto Format = QDataStream::Qt_6_8;
constexpr qsizetype DigestSize = 16; // Two whole names would be longer than LMDB's keys may be.
constexpr quint64 Sign = quint64(1) << 63; // So that what is below zero comes first.

TenantId tenantOf(const QByteArray &name)
{
    return TenantId::fromUtf8(name).value_or(TenantId());
}

UserId userOf(const QByteArray &name)
{
    return UserId::fromUtf8(name).value_or(UserId());
}

} // namespace

QByteArray Keys::number(qint64 value)
{
    QByteArray bytes(8, Qt::Uninitialized);
    qToBigEndian(quint64(value) ^ Sign, bytes.data());
    return bytes;
}

qint64 Keys::numberOf(const QByteArray &bytes, qsizetype at)
{
    return bytes.size() < at + 8 ? 0 : qint64(qFromBigEndian<quint64>(bytes.constData() + at) ^ Sign);
}

QByteArray Keys::name(const QByteArray &text)
{
    return text + '\0';
}

QByteArray Keys::tenant(const TenantId &tenant)
{
    return name(tenant.utf8());
}

QByteArray Keys::user(const TenantId &tenant, const UserId &user)
{
    return QCryptographicHash::hash(tenant.utf8(), QCryptographicHash::Sha256).first(DigestSize)
        + name(user.utf8());
}

QByteArray Keys::place(const Cursor::Place &place)
{
    return number(place.created) + place.id.bytes();
}

SessionId Keys::idAtEnd(const QByteArray &key)
{
    return SessionId::fromBytes(key.last(std::min<qsizetype>(key.size(), SessionId::Size)))
        .value_or(SessionId());
}

QByteArray Keys::above(const QByteArray &prefix)
{
    return prefix.chopped(1) + '\1';
}

QByteArray Keys::bytesOf(const SealedRow &row)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(Format);
    out << row.id.bytes() << row.tenant.utf8() << row.user.utf8() << quint8(row.level) << row.created
        << row.authenticatedAt << row.absoluteDeadline << row.idleDeadline << row.lastSeen << row.sweepAt
        << row.storeEpoch << row.tenantEpoch << row.revision << row.writeId << row.tokenHash << row.keyId
        << row.change << row.client.address << row.client.userAgent << row.client.label
        << row.revocation.has_value();
    if (row.revocation)
        out << row.revocation->mark << row.revocation->at << row.revocation->graceUntil
            << row.revocation->reason;
    out << row.payload;
    return bytes;
}

std::optional<SealedRow> Keys::rowOf(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(Format);
    SealedRow row;
    QByteArray id;
    QByteArray tenant;
    QByteArray user;
    quint8 level = 0;
    bool isRevoked = false;
    in >> id >> tenant >> user >> level >> row.created >> row.authenticatedAt >> row.absoluteDeadline
        >> row.idleDeadline >> row.lastSeen >> row.sweepAt >> row.storeEpoch >> row.tenantEpoch
        >> row.revision >> row.writeId >> row.tokenHash >> row.keyId >> row.change >> row.client.address
        >> row.client.userAgent >> row.client.label >> isRevoked;
    if (isRevoked) {
        RevocationMark mark;
        in >> mark.mark >> mark.at >> mark.graceUntil >> mark.reason;
        row.revocation = mark;
    }
    in >> row.payload;
    const auto known = SessionId::fromBytes(id);
    if (in.status() != QDataStream::Ok || !known || level > quint8(SessionLevel::SteppedUp))
        return std::nullopt;
    row.id = *known;
    row.tenant = tenantOf(tenant);
    row.user = userOf(user);
    row.level = SessionLevel(level);
    row.payloadBytes = row.payload.size();
    return row;
}

QByteArray Keys::bytesOf(const Event &event)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(Format);
    out << event.position << event.at << quint8(event.kind) << quint8(event.endReason)
        << event.session.bytes() << event.tenant.utf8() << event.user.utf8() << event.detail;
    return bytes;
}

std::optional<Event> Keys::eventOf(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(Format);
    Event event;
    quint8 kind = 0;
    quint8 reason = 0;
    QByteArray session;
    QByteArray tenant;
    QByteArray user;
    in >> event.position >> event.at >> kind >> reason >> session >> tenant >> user >> event.detail;
    if (in.status() != QDataStream::Ok)
        return std::nullopt;
    event.kind = EventKind(kind);
    event.endReason = EndReason(reason);
    event.session = SessionId::fromBytes(session).value_or(SessionId());
    event.tenant = tenantOf(tenant);
    event.user = userOf(user);
    return event;
}
