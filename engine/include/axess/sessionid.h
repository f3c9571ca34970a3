// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>
#include <axess/randomsource.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qhashfunctions.h>

#include <array>
#include <compare>
#include <optional>

namespace Axess {

/// The stable name of a session: 128 random bits.
///
/// Not a credential: safe in logs, in the console, in an audit trail. Never inserted twice into a store.
/// Text form: 32 lower-case hexadecimal digits. Value type; any thread.
class AXESS_EXPORT SessionId
{
public:
    static constexpr int Size = 16;

    SessionId() = default; ///< The null id, which names no session.

    static Result<SessionId> random(RandomSource &random);
    /// Exactly 16 bytes, else nothing.
    static std::optional<SessionId> fromBytes(QByteArrayView bytes);
    /// Exactly 32 hexadecimal digits of either case, else nothing.
    static std::optional<SessionId> fromText(QStringView text);

    QByteArray bytes() const;
    QByteArrayView view() const; ///< Valid as long as this object.
    QString text() const;
    bool isNull() const;
    /// The first byte: the slot family of clustered stores and of dirty marks.
    quint8 bucket() const { return quint8(m_bytes[0]); }

    auto operator<=>(const SessionId &) const = default;
    friend size_t qHash(const SessionId &id, size_t seed = 0) noexcept
    {
        return qHashBits(id.m_bytes.data(), id.m_bytes.size(), seed);
    }

private:
    std::array<std::byte, Size> m_bytes {};
};

} // namespace Axess
