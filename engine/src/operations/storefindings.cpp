// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// What can be wrong with a store of any backend. The facts are the engine's own (storefacts.cpp).

#include "doctorrules_p.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qtimezone.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 oldKeyDays = 365;
constexpr qint64 largeOffset = 5'000;
// A session that is this far ahead was not made by a clock that agrees with the store's.
constexpr qint64 largeLead = 60'000;

Judgement down(const FactTable &facts)
{
    if (!facts.is("health"_L1, "down"_L1))
        return {};
    return Verdict::bad(facts.text("healthSentence"_L1));
}

Judgement health(const FactTable &facts)
{
    if (facts.is("health"_L1, "degraded"_L1))
        return Verdict::bad(facts.text("healthSentence"_L1));
    if (!facts.is("health"_L1, "good"_L1))
        return {};
    return Verdict::good(u"The store answers in %1 µs."_s.arg(facts.text("latencyMicroseconds"_L1)));
}

Judgement damage(const FactTable &facts)
{
    if (!facts.has("damage"_L1))
        return {};
    return Verdict::bad(facts.text("damage"_L1));
}

Judgement schema(const FactTable &facts)
{
    const auto written = facts.number("schemaWritten"_L1);
    const auto mine = facts.number("schemaMine"_L1);
    if (!written || !mine)
        return {};
    if (*written >= *mine)
        return Verdict::good(u"The schema is version %1."_s.arg(*written));
    return Verdict::bad(
        u"The schema is version %1; this program would write version %2."_s.arg(*written).arg(*mine));
}

Judgement program(const FactTable &facts)
{
    const auto written = facts.number("schemaWritten"_L1);
    const auto mine = facts.number("schemaMine"_L1);
    if (!written || !mine || *written <= *mine)
        return {};
    return Verdict::bad(
        u"A later Axess wrote the schema, version %1; this program knows version %2 and may read it from version %3."_s
            .arg(*written)
            .arg(*mine)
            .arg(facts.text("schemaReadableFrom"_L1)));
}

Judgement clockStep(const FactTable &facts)
{
    if (!facts.has("clockStep"_L1))
        return {};
    return Verdict::bad(facts.text("clockStep"_L1));
}

Judgement clock(const FactTable &facts)
{
    const auto offset = facts.number("clockOffset"_L1);
    if (!offset || facts.has("clockStep"_L1))
        return {};
    if (std::abs(*offset) <= largeOffset)
        return Verdict::good(u"The clocks of the store and of this machine agree."_s);
    return Verdict::bad(u"The store's clock is %1 ms off from this machine's."_s.arg(*offset));
}

Judgement timeBack(const FactTable &facts)
{
    const auto lead = facts.number("newestSessionLead"_L1);
    if (!lead || *lead <= largeLead)
        return {};
    return Verdict::bad(
        u"The newest session was created %1 s in the future: the store's clock went back."_s.arg(*lead
                                                                                                 / 1000));
}

Judgement restored(const FactTable &facts)
{
    const qint64 at = facts.number("wentBackAt"_L1).value_or(0);
    if (at == 0 || facts.number("epochRaisedAt"_L1).value_or(0) >= at)
        return {};
    return Verdict::bad(
        u"On %1 UTC an instance found that the store had lost acknowledged writes: a backup was put back, or a failover lost them. Sessions that had ended may live again."_s
            .arg(QDateTime::fromMSecsSinceEpoch(at, QTimeZone::UTC).toString(u"yyyy-MM-dd HH:mm:ss"_s)));
}

Judgement sealing(const FactTable &facts)
{
    if (facts.is("sealed"_L1, "no"_L1))
        return Verdict::bad(u"Sessions are stored in the clear: who reads the store reads their data."_s);
    if (facts.is("sealed"_L1, "yes"_L1))
        return Verdict::good(u"Sessions are sealed."_s);
    return {};
}

Judgement keyAtHand(const FactTable &facts)
{
    if (!facts.is("sealed"_L1, "yes"_L1) || !facts.is("hasKey"_L1, "no"_L1))
        return {};
    return Verdict::bad(u"Without the root key epochs and keys could not be checked."_s);
}

Judgement keyAge(const FactTable &facts)
{
    const auto days = facts.number("activeKeyDays"_L1);
    if (!days)
        return {};
    const QString sentence = u"The key that seals sessions is %1 days old."_s.arg(*days);
    return *days > oldKeyDays ? Verdict::bad(sentence) : Verdict::good(sentence);
}

Judgement compromised(const FactTable &facts)
{
    const QString keys = facts.text("compromisedKeys"_L1);
    if (keys.isEmpty())
        return {};
    return Verdict::bad(u"Marked as compromised: key %1."_s.arg(keys));
}

Judgement rootSlots(const FactTable &facts)
{
    if (facts.number("rootSlots"_L1).value_or(0) < 2)
        return {};
    return Verdict::bad(u"The ring opens under two root keys."_s);
}

Judgement sweep(const FactTable &facts)
{
    const auto backlog = facts.number("sweepBacklog"_L1);
    if (!backlog)
        return {};
    if (*backlog == 0)
        return Verdict::good(u"Ended sessions are swept."_s);
    return Verdict::bad(u"%1%2 sessions ended more than three hours ago and were not swept."_s
                            .arg(facts.is("sweepBacklogIsWhole"_L1, "no"_L1) ? u"At least "_s : u""_s)
                            .arg(*backlog));
}

constexpr DoctorRule Rules[] {
    {"store.down", Severity::Problem, "See what the store's server says in its log.", down},
    {"store.health", Severity::Warning,
     "See what the server says in its log; raise pool= in the URL if calls wait for connections.", health},
    {"store.damage", Severity::Problem,
     "Stop the application, keep a copy of the store, and restore a backup.", damage},
    {"store.schema", Severity::Hint, "Once all instances run the new version: axessctl schema upgrade.",
     schema},
    {"store.program", Severity::Hint, "Update this program to the version that the others run.", program},
    {"store.clock-step", Severity::Problem,
     "Set the clocks of this machine and of the store by NTP, then start the program anew.", clockStep},
    {"store.clock", Severity::Warning, "Set both clocks by NTP.", clock},
    {"store.time-back", Severity::Problem,
     "Set the server's clock by NTP; if a snapshot of the machine was put back: axessctl epoch raise "
     "--store-wide.",
     timeBack},
    {"store.restored", Severity::Problem,
     "axessctl epoch raise --store-wide --reason TEXT --yes ends everything older.", restored},
    {"store.sealing", Severity::Warning,
     "Make a new store with a root key: axessctl key generate, axessctl init.", sealing},
    {"store.key", Severity::Hint, "Give the root key to check everything: --root-key-file FILE.", keyAtHand},
    {"keys.age", Severity::Hint, "Rotate it once a year.", keyAge},
    {"keys.compromised", Severity::Problem, "Seal everything under it anew, and change the root key.",
     compromised},
    {"keys.root-slots", Severity::Hint,
     "Finish the change of the root key, so that the old one opens nothing any more.", rootSlots},
    {"store.sweep", Severity::Warning, "Let an application with housekeeping run, or call axessctl sweep.",
     sweep},
};

} // namespace

std::span<const DoctorRule> storeRules()
{
    return Rules;
}

} // namespace Axess
