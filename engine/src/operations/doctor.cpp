// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "doctorchecks_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 day = 24 * 3'600'000;
constexpr qint64 oldKey = 365 * day;
constexpr qint64 largeOffset = 5'000;
// Two usual sweep intervals and a bit: somebody should have swept by now.
constexpr qint64 sweepLag = 3 * 3'600'000;
constexpr qint64 backlogBudget = 50'000;

Finding clockFinding(StoreCore &core)
{
    if (const auto steady = core.time().steady(); !steady)
        return {u"store.clock"_s, Severity::Problem, steady.error().message(),
                u"Set the clocks of this machine and of the store by NTP, then start the program anew."_s};
    const qint64 offset = core.time().offset();
    if (std::abs(offset) > largeOffset)
        return {u"store.clock"_s, Severity::Warning,
                u"The store's clock is %1 ms off from this machine's."_s.arg(offset),
                u"Set both clocks by NTP."_s};
    return {u"store.clock"_s, Severity::Good, u"The clocks of the store and of this machine agree."_s, {}};
}

Finding healthFinding(SessionStore &store)
{
    const StoreHealth health = store.health();
    if (health.health == Health::Good)
        return {u"store.health"_s,
                Severity::Good,
                u"The store answers in %1 µs."_s.arg(health.latencyMicroseconds),
                {}};
    return {u"store.health"_s, health.health == Health::Down ? Severity::Problem : Severity::Warning,
            health.sentence, u"See what the store's server says in its log."_s};
}

Result<Finding> schemaFinding(StoreCore &core)
{
    const auto state = core.storage().run(Verb::Schema, core.deadline(),
                                          [](StorageConnection &connection) { return connection.schema(); });
    if (!state)
        return std::unexpected(state.error());
    if (state->written < state->mine)
        return Finding {
            u"store.schema"_s, Severity::Hint,
            u"The schema is version %1; this program would write version %2."_s.arg(state->written)
                .arg(state->mine),
            u"Once all instances run the new version: axessctl schema upgrade."_s};
    return Finding {
        u"store.schema"_s, Severity::Good, u"The schema is version %1."_s.arg(state->written), {}};
}

Finding sealingFinding(const StoreCapabilities &capabilities)
{
    if (!capabilities.sealed)
        return {u"store.sealing"_s, Severity::Warning,
                u"Sessions are stored in the clear: who reads the store reads their data."_s,
                u"Make a new store with a root key: axessctl key generate, axessctl init."_s};
    if (!capabilities.hasKey)
        return {u"store.sealing"_s, Severity::Hint,
                u"Sessions are sealed; without the root key epochs and keys could not be checked."_s,
                u"Give the root key to check everything."_s};
    return {u"store.sealing"_s, Severity::Good, u"Sessions are sealed."_s, {}};
}

QList<Finding> keyFindings(StoreCore &core)
{
    QList<Finding> findings;
    const auto ring = core.ring().current();
    if (!ring)
        return findings;
    const DataKey &active = ring->activeKey(KeyPurpose::Envelope);
    const qint64 age = core.time().now() - active.stateChanged;
    if (age > oldKey)
        findings.append({u"keys.age"_s, Severity::Hint,
                         u"The key that seals sessions is %1 days old."_s.arg(age / day),
                         u"Rotate it once a year."_s});
    else
        findings.append({u"keys.age"_s,
                         Severity::Good,
                         u"The key that seals sessions is %1 days old."_s.arg(age / day),
                         {}});
    for (const DataKey &key : ring->keys()) {
        if (key.state == KeyState::Compromised)
            findings.append({u"keys.compromised"_s, Severity::Problem,
                             u"Key %1 is marked as compromised."_s.arg(key.id),
                             u"Seal everything under it anew, and change the root key."_s});
    }
    if (ring->rootSlots().size() > 1)
        findings.append(
            {u"keys.root-slots"_s, Severity::Hint, u"The ring opens under two root keys."_s,
             u"Finish the change of the root key, so that the old one opens nothing any more."_s});
    return findings;
}

Result<Finding> sweepFinding(StoreCore &core)
{
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.filter.expires.until = core.time().now() - sweepLag;
    request.limit = PageRequest::MaximumRows;
    request.workBudget = backlogBudget;
    request.horizon = core.horizonAtHand(core.deadline());
    const auto page = core.storage().run(
        Verb::Page, core.deadline(), [&](StorageConnection &connection) { return connection.page(request); });
    if (!page)
        return std::unexpected(page.error());
    if (page->rows.isEmpty())
        return Finding {u"store.sweep"_s, Severity::Good, u"Ended sessions are swept."_s, {}};
    return Finding {u"store.sweep"_s, Severity::Warning,
                    u"%1%2 sessions ended more than three hours ago and were not swept."_s
                        .arg(page->next.isEmpty() ? u""_s : u"At least "_s)
                        .arg(page->rows.size()),
                    u"Let an application with housekeeping run, or call axessctl sweep."_s};
}

// What a damaged store keeps from being looked at is what the doctor was called for.
Result<Finding> orDamage(const QString &check, Result<Finding> finding)
{
    if (finding || finding.error().code() != ErrorCode::Corrupt)
        return finding;
    return Finding {check, Severity::Problem, finding.error().message(),
                    u"Stop the application, keep a copy of the store, and restore a backup."_s};
}

} // namespace

Result<QList<Finding>> examine(SessionStore &store)
{
    StoreCore &core = store.core();
    QList<Finding> findings {healthFinding(store)};
    if (findings.first().severity == Severity::Problem)
        return findings;
    const auto schema = orDamage(u"store.schema"_s, schemaFinding(core));
    if (!schema)
        return std::unexpected(schema.error());
    const auto sweep = orDamage(u"store.sweep"_s, sweepFinding(core));
    if (!sweep)
        return std::unexpected(sweep.error());
    const auto facts = store.facts();
    if (!facts)
        return std::unexpected(facts.error());
    findings << *schema << clockFinding(core) << sealingFinding(store.capabilities());
    findings << keyFindings(core) << *sweep << sqliteFindings(*facts);
    return findings;
}

} // namespace Axess
