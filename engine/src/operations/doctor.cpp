// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "doctorrules_p.h"
#include "storefacts_p.h"

namespace Axess {

Result<QList<Finding>> examine(SessionStore &store)
{
    StoreFacts facts(store);
    const QList<Fact> health = facts.health();
    const QList<Finding> first = judged(FactTable(health));
    if (!first.isEmpty() && first.constFirst().severity == Severity::Problem)
        return first;
    return facts.all().transform([&](const QList<Fact> &all) { return judged(FactTable(health + all)); });
}

} // namespace Axess
