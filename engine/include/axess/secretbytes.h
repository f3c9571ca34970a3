// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>
#include <axess/randomsource.h>

#include <QtCore/qbytearrayview.h>

#include <cstddef>
#include <memory>
#include <span>

namespace Axess {

/// Compares without revealing by its duration where the first difference lies. Lengths are not secret.
AXESS_EXPORT bool constantTimeEquals(QByteArrayView left, QByteArrayView right);

/// Overwrites the bytes in a way that the compiler may not remove.
AXESS_EXPORT void wipe(std::span<std::byte> bytes);

/// Key bytes: kept out of core dumps (MADV_DONTDUMP), wiped when they go, never printed. Move-only.
class AXESS_EXPORT SecretBytes
{
public:
    SecretBytes() = default;
    explicit SecretBytes(qsizetype size); ///< Zeroed.
    explicit SecretBytes(QByteArrayView bytes); ///< A copy; the original remains the caller's to wipe.
    static Result<SecretBytes> random(RandomSource &random, qsizetype size);
    ~SecretBytes();

    SecretBytes(SecretBytes &&other) noexcept;
    SecretBytes &operator=(SecretBytes &&other) noexcept;
    SecretBytes(const SecretBytes &) = delete;
    SecretBytes &operator=(const SecretBytes &) = delete;

    SecretBytes clone() const;
    qsizetype size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    QByteArrayView view() const;
    std::span<std::byte> span();

    bool equals(const SecretBytes &other) const; ///< In constant time.

private:
    void release();

    std::byte *m_data = nullptr;
    qsizetype m_size = 0;
};

} // namespace Axess
