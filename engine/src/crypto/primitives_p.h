// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <array>
#include <cstddef>
#include <span>

namespace Axess::Primitives {

inline constexpr qsizetype DigestSize = 32;
inline constexpr qsizetype KeySize = 32;
inline constexpr qsizetype NonceSize = 12;
inline constexpr qsizetype TagSize = 16;
/// Far above every limit of the engine, and far below what QCA's int sizes and one GCM nonce can take.
inline constexpr qsizetype MaximumText = 16 * 1024 * 1024;

using Digest = std::array<std::byte, DigestSize>;

/// Whether the cryptographic provider is there; Unsupported, naming the missing package, when it is not.
///
/// Every function below asks by itself. All of them are thread-safe.
AXESS_TEST_EXPORT Result<void> ready();

/// RFC 2104 with SHA-256.
AXESS_TEST_EXPORT Result<Digest> hmacSha256(QByteArrayView key, QByteArrayView message);

/// RFC 5869, step 1. An empty salt stands for 32 zero bytes.
AXESS_TEST_EXPORT Result<Digest> hkdfExtract(QByteArrayView salt, QByteArrayView keyMaterial);
/// RFC 5869, step 2: fills `output` (at most 8160 bytes, else InvalidArgument).
AXESS_TEST_EXPORT Result<void> hkdfExpand(QByteArrayView pseudoRandomKey, QByteArrayView info,
                                          std::span<std::byte> output);

/// AES-256-GCM without associated data: the cipher text and then its 16-byte tag.
AXESS_TEST_EXPORT Result<QByteArray> aes256GcmSeal(QByteArrayView key, QByteArrayView nonce,
                                                   QByteArrayView plainText);
/// The plain text once the tag is verified; Corrupt, and not one byte, otherwise.
AXESS_TEST_EXPORT Result<QByteArray> aes256GcmOpen(QByteArrayView key, QByteArrayView nonce,
                                                   QByteArrayView cipherTextAndTag);

} // namespace Axess::Primitives
