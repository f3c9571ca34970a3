// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/recordedlook.h>

#include "session/audited_p.h"

namespace Axess {

Result<RecordedLook> RecordedLook::begin(std::shared_ptr<SessionStore> store, const QString &act,
                                         const QString &what)
{
    RecordedLook look;
    look.m_trail = store->core().auditTrail();
    if (!look.m_trail)
        return look;
    look.m_act = act;
    look.m_what = what;
    look.m_store = std::move(store);
    return look.m_trail->intend({act, what, {}}).transform([&](quint64 intent) {
        look.m_intent = intent;
        return look;
    });
}

void RecordedLook::end(const std::optional<Error> &failure) const
{
    if (m_trail)
        m_trail->conclude(m_intent, {m_act, m_what, {}}, failure);
}

} // namespace Axess
