// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// SessionStore::health, which stands here because it says what the doctor's rules say.

#include "session/sessionlister_p.h"
#include "vitals_p.h"

namespace Axess {

StoreHealth SessionStore::health()
{
    const Deadline deadline = m_core->deadline();
    StoreHealth health = SessionLister(*m_core).health();
    if (health.health == Health::Down)
        return health;
    lookAtVitals(*this, deadline);
    const QString concern = m_core->concern().sentence();
    if (concern.isEmpty())
        return health;
    health.health = Health::Degraded;
    if (health.sentence.isEmpty())
        health.sentence = concern;
    return health;
}

} // namespace Axess
