// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "vitals_p.h"

#include "doctorrules_p.h"
#include "storefacts_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// One sentence of what is severe; empty if nothing is.
QString concernOf(const QList<Finding> &findings)
{
    QStringList sentences;
    for (const Finding &finding : findings) {
        if (finding.severity == Severity::Problem)
            sentences.append(finding.sentence);
    }
    if (sentences.isEmpty())
        return {};
    const QString rest = sentences.size() == 1 ? QString() : u" And %1 more;"_s.arg(sentences.size() - 1);
    return u"%1%2 axessctl doctor says what to do."_s.arg(sentences.constFirst(), rest);
}

} // namespace

void lookAtVitals(SessionStore &store, const Deadline &deadline)
{
    StoreConcern &concern = store.core().concern();
    if (!concern.isDue())
        return;
    const auto vitals = store.core().storage().run(
        Verb::Inspect, deadline, [](StorageConnection &connection) { return connection.vitals(); });
    if (!vitals)
        return;
    const FactTable facts(*vitals + StoreFacts(store).settings());
    concern.learn(concernOf(judged(facts)), facts.number("evictedKeys"_L1));
}

} // namespace Axess
