// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// SessionStore::health, which stands here because it says what the doctor's rules say.

#include "doctorrules_p.h"
#include "session/sessionlister_p.h"
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

StoreHealth SessionStore::health()
{
    const Deadline deadline = m_core->deadline();
    StoreHealth health = SessionLister(*m_core).health();
    if (health.health == Health::Down)
        return health;
    // A server that answers a ping but not this is slow, not wrong: what was known goes on.
    if (m_core->concern().isDue()) {
        const auto vitals = m_core->storage().run(
            Verb::Inspect, deadline, [](StorageConnection &connection) { return connection.vitals(); });
        if (vitals)
            m_core->concern().learn(concernOf(judged(FactTable(*vitals + StoreFacts(*this).settings()))));
    }
    const QString concern = m_core->concern().sentence();
    if (concern.isEmpty())
        return health;
    health.health = Health::Degraded;
    if (health.sentence.isEmpty())
        health.sentence = concern;
    return health;
}

} // namespace Axess
