// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// Rings that went apart: a store lost a write, and two instances went on from what each of them had.

#include "crypto/keyring_p.h"

#include <axess/error.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

bool KeyRing::includes(const KeyRing &other) const
{
    const auto isForgotten = [this](quint32 id) { return std::ranges::binary_search(m_forgotten, id); };
    const auto isKnown = [&](const DataKey &theirs) {
        const DataKey *mine = key(theirs.id);
        return mine ? mine->state >= theirs.state : isForgotten(theirs.id);
    };
    return std::ranges::all_of(other.m_keys, isKnown) && std::ranges::all_of(other.m_forgotten, isForgotten);
}

Result<KeyRing> KeyRing::mergedWith(const KeyRing &other) const
{
    const bool isOlder = m_revision < other.m_revision;
    const KeyRing &newer = isOlder ? other : *this;
    KeyRing ring = newer.next();
    ring.adopt(isOlder ? *this : other);
    for (const KeyPurpose purpose : AllKeyPurposes) {
        if (const auto settled = ring.settleActive(purpose, newer.activeKey(purpose).id); !settled)
            return std::unexpected(settled.error());
    }
    if (ring.m_keys.size() > MaximumKeys || ring.m_forgotten.size() > MaximumForgotten)
        return std::unexpected(
            Error(ErrorCode::Full, u"Two key rings that went apart hold too much for one"_s));
    return ring;
}

void KeyRing::adopt(const KeyRing &older)
{
    for (const quint32 id : older.m_forgotten) {
        const auto place = std::ranges::lower_bound(m_forgotten, id);
        if (place == m_forgotten.end() || *place != id)
            m_forgotten.insert(place, id);
        m_keys.removeIf([id](const DataKey &key) { return key.id == id; });
    }
    for (const DataKey &theirs : older.m_keys) {
        if (std::ranges::binary_search(m_forgotten, theirs.id))
            continue;
        DataKey *mine = find(theirs.id);
        if (!mine)
            m_keys.insert(std::ranges::lower_bound(m_keys, theirs.id, {}, &DataKey::id), theirs);
        else if (mine->state < theirs.state)
            *mine = theirs;
    }
}

// Exactly one seals; what the others sealed still opens.
Result<void> KeyRing::settleActive(KeyPurpose purpose, quint32 preferred)
{
    DataKey *chosen = nullptr;
    for (DataKey &key : m_keys) {
        if (key.purpose == purpose && key.state == KeyState::Active && (!chosen || key.id == preferred))
            chosen = &key;
    }
    // Each ring has replaced the other's.
    if (!chosen)
        chosen = find(preferred);
    if (!chosen || chosen->state == KeyState::Compromised)
        return std::unexpected(Error(
            ErrorCode::Conflict,
            u"Two key rings went apart and no %1 key of theirs may seal"_s.arg(keyPurposeName(purpose))));
    for (DataKey &key : m_keys) {
        if (key.purpose == purpose && key.state == KeyState::Active)
            key.state = KeyState::DecryptOnly;
    }
    chosen->state = KeyState::Active;
    return {};
}

} // namespace Axess
