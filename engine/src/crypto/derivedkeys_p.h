// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sealedbox_p.h"

#include <axess/secretbytes.h>
#include <axess/sessionid.h>

#include <array>
#include <mutex>

namespace Axess {

/// Keys of single sessions that were expanded lately from one data key, so that a session which is opened and
/// then saved is not expanded twice (docs/decisions/0009-opened-rows.md).
///
/// Each session has one place, which the next one of the same place takes over. The bytes lie in one mapping
/// that no core dump shows; they are wiped with the data key. Thread-safe.
class AXESS_TEST_EXPORT DerivedKeys
{
public:
    std::optional<SealedBox::Key> find(quint32 keyId, const SessionId &id);
    void keep(quint32 keyId, const SessionId &id, const SealedBox::Key &key);

private:
    struct Place
    {
        std::array<char, SessionId::Size> id;
        quint32 keyId; ///< 0 = empty.
        SealedBox::Key::Bytes bytes;
    };
    static constexpr size_t Places = 16384; ///< 1.4 MB for each key that seals.

    Place &placeOf(const SessionId &id);
    std::mutex &mutexOf(const SessionId &id);

    std::once_flag m_mapped;
    SecretBytes m_places; ///< Mapped by the first session: most keys seal none.
    std::array<std::mutex, 16> m_mutexes;
};

} // namespace Axess
