// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rowsealer_p.h"

#include "crypto/envelope_p.h"

#include <QtCore/qendian.h>

using namespace Qt::StringLiterals;

namespace Axess::RowSealer {

namespace {

template<typename Number> void append(QByteArray &out, Number number)
{
    const Number bigEndian = qToBigEndian(number);
    out.append(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian);
}

void appendCounted(QByteArray &out, QByteArrayView bytes)
{
    append(out, quint8(bytes.size()));
    out.append(bytes);
}

// In the order of docs/session-format.md, stored since 0.1.
void appendHeader(QByteArray &out, const SealedRow &row)
{
    append(out, FormatVersion);
    appendCounted(out, row.tenant.utf8());
    appendCounted(out, row.user.utf8());
    append(out, quint8(row.level));
    append(out, row.created);
    append(out, row.authenticatedAt);
    append(out, row.absoluteDeadline);
    append(out, row.storeEpoch);
    append(out, row.tenantEpoch);
    append(out, row.revision);
    appendCounted(out, row.writeId);
    appendCounted(out, row.tokenHash);
    append(out, row.keyId);
}

std::unexpected<Error> corrupt(const SealedRow &row, const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Corrupt, u"Session %1: %2"_s.arg(row.id.text(), sentence)));
}

template<typename Number> bool take(QByteArrayView &bytes, Number &number)
{
    if (bytes.size() < qsizetype(sizeof number))
        return false;
    number = qFromBigEndian<Number>(bytes.data());
    bytes = bytes.sliced(sizeof number);
    return true;
}

bool takeCounted(QByteArrayView &bytes, QByteArray &counted)
{
    quint8 size = 0;
    if (!take(bytes, size) || bytes.size() < size)
        return false;
    counted = bytes.first(size).toByteArray();
    bytes = bytes.sliced(size);
    return true;
}

Result<RowContent> readContent(const SealedRow &row, QByteArrayView bytes)
{
    RowContent content;
    qint64 idle = 0;
    qint64 absolute = 0;
    if (!take(bytes, idle) || !take(bytes, absolute) || !takeCounted(bytes, content.fingerprint)
        || !take(bytes, content.dataSchema) || idle < 0 || absolute < 0)
        return corrupt(row, u"its payload ends in the middle"_s);
    content.idleTimeout = std::chrono::milliseconds(idle);
    content.absoluteTimeout = std::chrono::milliseconds(absolute);
    content.data = bytes.toByteArray();
    return content;
}

Result<QByteArray> unwrapped(const SealedRow &row, const KeyRing *ring)
{
    if (!ring) {
        if (row.keyId != 0)
            return std::unexpected(Error(ErrorCode::KeyMissing,
                                         u"Session %1 is sealed, and no key is here"_s.arg(row.id.text())));
        return row.payload;
    }
    // With a root key only sealed payloads are accepted: who can write to the store cannot forge a row. But
    // for the time of a conversion, which both the deployment and the ring have to name.
    if (row.keyId == 0 && ring->opensClear())
        return row.payload;
    if (!ring->opensSealed())
        return corrupt(row, u"it is sealed, and its store was unsealed"_s);
    const auto keyId = envelopeKeyId(row.payload);
    if (!keyId)
        return std::unexpected(keyId.error().within(u"Session "_s + row.id.text()));
    if (*keyId != row.keyId)
        return corrupt(row, u"its key id is not the payload's"_s);
    return openEnvelope(*ring, row.id, row.payload).transform_error([&](const Error &error) {
        return error.within(u"Session "_s + row.id.text());
    });
}

} // namespace

QByteArray columns(const SealedRow &row)
{
    QByteArray out;
    out.reserve(256);
    appendHeader(out, row);
    return out;
}

QByteArray plainText(const SealedRow &row, const RowContent &content)
{
    QByteArray out;
    out.reserve(256 + content.data.size());
    appendHeader(out, row);
    append(out, qint64(content.idleTimeout.count()));
    append(out, qint64(content.absoluteTimeout.count()));
    appendCounted(out, content.fingerprint);
    append(out, content.dataSchema);
    out.append(content.data);
    return out;
}

Result<void> seal(SealedRow &row, const RowContent &content, const KeyRing *ring, RandomSource &random)
{
    if (content.fingerprint.size() > 255)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"A session's fingerprint takes at most 255 bytes"_s));
    const bool seals = ring && ring->seals();
    row.keyId = seals ? ring->activeKey(KeyPurpose::Envelope).id : 0;
    const QByteArray plain = plainText(row, content);
    if (seals) {
        auto sealed = sealEnvelope(ring->activeKey(KeyPurpose::Envelope), row.id, plain, random);
        if (!sealed)
            return std::unexpected(sealed.error());
        row.payload = std::move(*sealed);
    } else {
        row.payload = plain;
    }
    row.payloadBytes = row.payload.size();
    return {};
}

Result<RowContent> open(const SealedRow &row, const KeyRing *ring)
{
    const auto plain = unwrapped(row, ring);
    if (!plain)
        return std::unexpected(plain.error());
    if (plain->isEmpty())
        return corrupt(row, u"it has no payload"_s);
    if (const quint8 version = quint8(plain->front()); version != FormatVersion)
        return std::unexpected(
            Error(version > FormatVersion ? ErrorCode::TooNew : ErrorCode::Corrupt,
                  u"Session %1 has format %2; this program reads format %3"_s.arg(row.id.text())
                      .arg(version)
                      .arg(FormatVersion)));
    const QByteArray header = columns(row);
    if (!plain->startsWith(header))
        return corrupt(row, u"a column differs from what was written; it was altered in the store"_s);
    return readContent(row, QByteArrayView(*plain).sliced(header.size()));
}

} // namespace Axess::RowSealer
