// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "derivedkeys_p.h"

#include <algorithm>

namespace Axess {

std::optional<SealedBox::Key> DerivedKeys::find(quint32 keyId, const SessionId &id)
{
    const Place &place = placeOf(id);
    const std::lock_guard lock(mutexOf(id));
    if (place.keyId != keyId || QByteArrayView(place.id) != id.view())
        return std::nullopt;
    return SealedBox::Key(place.bytes);
}

void DerivedKeys::keep(quint32 keyId, const SessionId &id, const SealedBox::Key &key)
{
    Place &place = placeOf(id);
    const std::lock_guard lock(mutexOf(id));
    std::ranges::copy(id.view(), place.id.begin());
    place.keyId = keyId;
    place.bytes = key.bytes();
}

// Ids are random, so their first bytes spread them.
DerivedKeys::Place &DerivedKeys::placeOf(const SessionId &id)
{
    std::call_once(m_mapped, [this] { m_places = SecretBytes(qsizetype(Places * sizeof(Place))); });
    const size_t index = qFromLittleEndian<quint32>(id.view().data()) % Places;
    return *(reinterpret_cast<Place *>(m_places.span().data()) + index);
}

std::mutex &DerivedKeys::mutexOf(const SessionId &id)
{
    return m_mutexes[qFromLittleEndian<quint32>(id.view().data()) % Places % m_mutexes.size()];
}

} // namespace Axess
