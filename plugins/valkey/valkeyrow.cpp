// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyrow.h"

#include "valkeyerrors.h"

#include <QtCore/qendian.h>

#include <concepts>

using namespace Qt::StringLiterals;

namespace Axess::ValkeyRow {

namespace {

constexpr quint8 Version = 1;

class Writer
{
public:
    explicit Writer(qsizetype size) { m_bytes.reserve(size); }

    template<std::integral T> Writer &put(T value)
    {
        char bytes[sizeof(T)];
        qToBigEndian(value, bytes);
        m_bytes.append(bytes, sizeof(T));
        return *this;
    }
    Writer &put(QByteArrayView bytes)
    {
        m_bytes.append(bytes);
        return *this;
    }
    QByteArray take() { return std::move(m_bytes); }

private:
    QByteArray m_bytes;
};

/// Reads in order; beyond the end everything is empty and the reader says so.
class Reader
{
public:
    explicit Reader(QByteArrayView bytes)
        : m_bytes(bytes)
    { }

    template<typename T> T take()
    {
        const QByteArrayView bytes = view(sizeof(T));
        return bytes.size() == sizeof(T) ? qFromBigEndian<T>(bytes.data()) : T();
    }
    QByteArrayView view(qsizetype size)
    {
        if (size > m_bytes.size() - m_at) {
            m_isWhole = false;
            return {};
        }
        const QByteArrayView bytes = m_bytes.sliced(m_at, size);
        m_at += size;
        return bytes;
    }
    QString text(qsizetype size) { return QString::fromUtf8(view(size)); }
    QByteArrayView rest() const { return m_bytes.sliced(m_at); }
    bool isWhole() const { return m_isWhole; }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_isWhole = true;
};

struct Sizes
{
    quint8 tenant = 0;
    quint8 user = 0;
    quint16 address = 0;
    quint16 agent = 0;
    quint16 label = 0;
    quint16 reason = 0;
    quint32 payload = 0;
};

std::unexpected<Error> damaged()
{
    return std::unexpected(ValkeyErrors::damaged().inOneSession());
}

template<typename Name> bool readName(Reader &reader, quint8 size, Name &name)
{
    const QByteArrayView bytes = reader.view(size);
    const auto read = Name::fromUtf8(bytes.toByteArray());
    if (read)
        name = *read;
    return read.has_value();
}

void writeColumns(Writer &writer, const SealedRow &row, quint64 change)
{
    const RevocationMark mark = row.revocation.value_or(RevocationMark {QByteArray(8, '\0'), 0, 0, {}});
    writer.put(row.revision).put(change).put(row.storeEpoch).put(row.tenantEpoch).put(row.created);
    writer.put(row.authenticatedAt).put(row.absoluteDeadline).put(row.idleDeadline).put(row.lastSeen);
    writer.put(row.sweepAt).put(mark.at).put(mark.graceUntil).put(mark.mark);
    writer.put(row.writeId).put(row.tokenHash);
}

void readColumns(Reader &reader, SealedRow &row, RevocationMark &mark)
{
    row.revision = reader.take<quint64>();
    row.change = reader.take<quint64>();
    row.storeEpoch = reader.take<quint64>();
    row.tenantEpoch = reader.take<quint64>();
    row.created = reader.take<qint64>();
    row.authenticatedAt = reader.take<qint64>();
    row.absoluteDeadline = reader.take<qint64>();
    row.idleDeadline = reader.take<qint64>();
    row.lastSeen = reader.take<qint64>();
    row.sweepAt = reader.take<qint64>();
    mark.at = reader.take<qint64>();
    mark.graceUntil = reader.take<qint64>();
    mark.mark = reader.view(RevocationMark::MarkSize).toByteArray();
    row.writeId = reader.view(SealedRow::WriteIdSize).toByteArray();
    row.tokenHash = reader.view(32).toByteArray();
}

Result<SealedRow> read(const SessionId &id, Reader &reader, Sizes &sizes, RevocationMark &mark)
{
    if (const quint8 version = reader.take<quint8>(); version != Version) {
        if (version < Version)
            return damaged();
        return std::unexpected(
            Error(ErrorCode::TooNew,
                  u"The session %1 was written by a later version of Axess."_s.arg(id.text()))
                .inOneSession());
    }
    SealedRow row;
    row.id = id;
    row.level = SessionLevel(reader.take<quint8>());
    const bool isRevoked = reader.take<quint8>() == 1;
    sizes.tenant = reader.take<quint8>();
    sizes.user = reader.take<quint8>();
    sizes.address = reader.take<quint16>();
    sizes.agent = reader.take<quint16>();
    sizes.label = reader.take<quint16>();
    sizes.reason = reader.take<quint16>();
    row.keyId = reader.take<quint32>();
    sizes.payload = reader.take<quint32>();
    row.payloadBytes = sizes.payload;
    readColumns(reader, row, mark);
    const bool isNamed = readName(reader, sizes.tenant, row.tenant) && readName(reader, sizes.user, row.user);
    if (isRevoked)
        row.revocation = mark;
    if (!reader.isWhole() || !isNamed)
        return damaged();
    return row;
}

} // namespace

QByteArray encode(const SealedRow &row, quint64 change)
{
    const QByteArray address = row.client.address.toUtf8();
    const QByteArray agent = row.client.userAgent.toUtf8();
    const QByteArray label = row.client.label.toUtf8();
    const QByteArray reason = row.revocation ? row.revocation->reason.toUtf8() : QByteArray();
    Writer writer(MostWithoutPayload + row.payload.size());
    writer.put(Version).put(quint8(row.level)).put(quint8(row.revocation.has_value()));
    writer.put(quint8(row.tenant.utf8().size())).put(quint8(row.user.utf8().size()));
    writer.put(quint16(address.size())).put(quint16(agent.size())).put(quint16(label.size()));
    writer.put(quint16(reason.size())).put(row.keyId).put(quint32(row.payload.size()));
    writeColumns(writer, row, change);
    writer.put(row.tenant.utf8()).put(row.user.utf8()).put(address).put(agent).put(label).put(reason);
    writer.put(row.payload);
    return writer.take();
}

Result<SealedRow> decode(const SessionId &id, QByteArrayView bytes)
{
    Reader reader(bytes);
    Sizes sizes;
    RevocationMark mark;
    auto row = read(id, reader, sizes, mark);
    if (!row)
        return row;
    row->client.address = reader.text(sizes.address);
    row->client.userAgent = reader.text(sizes.agent);
    row->client.label = reader.text(sizes.label);
    const QString reason = reader.text(sizes.reason);
    if (row->revocation)
        row->revocation->reason = reason;
    if (!reader.isWhole())
        return damaged();
    if (reader.rest().size() == sizes.payload)
        row->payload = reader.rest().toByteArray();
    else if (bytes.size() != MostWithoutPayload)
        return damaged();
    return row;
}

Result<SealedRow> decodeHead(const SessionId &id, QByteArrayView bytes)
{
    Reader reader(bytes);
    Sizes sizes;
    RevocationMark mark;
    return read(id, reader, sizes, mark);
}

QByteArray encode(const Horizon &horizon)
{
    Writer writer(24);
    writer.put(horizon.now).put(horizon.store.value).put(horizon.store.raisedAt);
    for (const auto &[tenant, epoch] : horizon.tenants.asKeyValueRange()) {
        if (epoch.value > 0)
            writer.put(quint8(tenant.utf8().size())).put(tenant.utf8()).put(epoch.value).put(epoch.raisedAt);
    }
    return writer.take();
}

QByteArray encode(const Event &event)
{
    const QByteArray detail = event.detail.toUtf8();
    Writer writer(64 + detail.size());
    writer.put(event.at).put(quint8(event.kind)).put(quint8(event.endReason)).put(event.session.view());
    writer.put(quint8(event.tenant.utf8().size())).put(event.tenant.utf8());
    writer.put(quint8(event.user.utf8().size())).put(event.user.utf8());
    writer.put(quint16(detail.size())).put(detail);
    return writer.take();
}

Result<Event> decodeEvent(qint64 position, QByteArrayView bytes)
{
    Reader reader(bytes);
    Event event;
    event.position = position;
    event.at = reader.take<qint64>();
    event.kind = EventKind(reader.take<quint8>());
    event.endReason = EndReason(reader.take<quint8>());
    event.session = SessionId::fromBytes(reader.view(SessionId::Size)).value_or(SessionId());
    const bool isNamed = readName(reader, reader.take<quint8>(), event.tenant)
        && readName(reader, reader.take<quint8>(), event.user);
    event.detail = reader.text(reader.take<quint16>());
    if (!reader.isWhole() || !isNamed)
        return damaged();
    return event;
}

QByteArray number(quint64 value)
{
    return Writer(8).put(value).take();
}

} // namespace Axess::ValkeyRow
