// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// What the facts of a store on Valkey say.

#include "doctorrules_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 MiB = 1024 * 1024;
constexpr qint64 fullPercent = 80;
// A new limit leaves the sessions of today room to double, and is no smaller than this.
constexpr qint64 smallestLimit = 64 * MiB;

QString inMiB(qint64 bytes)
{
    return u"%1 MiB"_s.arg((bytes + MiB - 1) / MiB);
}

// As CONFIG SET takes it. Of the machine a part stays free for its other work and for forks.
QString limitFor(const FactTable &facts)
{
    const qint64 used = facts.number("fullestUsed"_L1).value_or(0);
    const qint64 machine = facts.number("machineMemory"_L1).value_or(0);
    qint64 limit = std::max(2 * used, smallestLimit);
    if (machine > 0)
        limit = std::max(std::min(limit, machine / 10 * 7), used);
    return u"%1mb"_s.arg((limit + MiB - 1) / MiB);
}

Judgement role(const FactTable &facts)
{
    if (!facts.text("role"_L1).contains(u"slave"_s))
        return {};
    return Verdict::bad(u"The server is a replica and only reads: every write is refused."_s);
}

Judgement policy(const FactTable &facts)
{
    const QString name = facts.text("evictionPolicy"_L1);
    if (name.isEmpty())
        return {};
    if (!name.contains(u"allkeys-"_s))
        return Verdict::good(u"The eviction policy is %1: it can take nothing but sessions."_s.arg(name));
    return Verdict::bad(
        u"The eviction policy is %1: with %2 in use it could take indexes and the key ring, with which no session opens any more."_s
            .arg(name, inMiB(facts.number("fullestUsed"_L1).value_or(0))),
        {limitFor(facts)});
}

Judgement limit(const FactTable &facts)
{
    const auto unlimited = facts.number("unlimitedNodes"_L1);
    if (!unlimited)
        return {};
    if (*unlimited == 0)
        return Verdict::good(u"The server's memory has a limit."_s);
    return Verdict::bad(
        u"maxmemory is not set: the server, with %1 in use, may grow until the machine's %2 are full and it is killed."_s
            .arg(inMiB(facts.number("fullestUsed"_L1).value_or(0)),
                 inMiB(facts.number("machineMemory"_L1).value_or(0))),
        {limitFor(facts)});
}

Judgement memory(const FactTable &facts)
{
    const auto used = facts.number("fullestUsed"_L1);
    const auto most = facts.number("fullestMax"_L1);
    if (!used || !most || *most == 0)
        return {};
    const QString sentence = u"%1 of maxmemory's %2 are in use (%3 %)"_s.arg(inMiB(*used), inMiB(*most))
                                 .arg(100 * *used / *most);
    if (100 * *used < fullPercent * *most)
        return Verdict::good(sentence + u'.');
    const bool refuses = facts.text("evictionPolicy"_L1).contains(u"noeviction"_s);
    return Verdict::bad(sentence
                            + (refuses ? u": soon every write is refused as Full."_s
                                       : u": soon sessions are evicted, and their users logged out."_s),
                        {limitFor(facts)});
}

Judgement evicted(const FactTable &facts)
{
    const auto keys = facts.number("evictedKeys"_L1);
    if (!keys)
        return {};
    if (*keys == 0)
        return Verdict::good(u"Nothing was evicted."_s);
    return Verdict::bad(
        u"The server has evicted %1 keys since it was started: their users were logged out."_s.arg(*keys),
        {limitFor(facts)});
}

Judgement persistence(const FactTable &facts)
{
    if (!facts.has("appendOnly"_L1) || !facts.has("snapshotRules"_L1))
        return {};
    const bool appends = facts.is("appendOnly"_L1, "1"_L1);
    if (appends || !facts.text("snapshotRules"_L1).isEmpty())
        return Verdict::good(appends ? u"Writes are kept in a log on disk."_s
                                     : u"Snapshots are kept on disk."_s);
    return Verdict::bad(
        u"Nothing is kept on disk: when the server's process ends, all sessions, the index and the key ring are gone."_s);
}

Judgement appendOnly(const FactTable &facts)
{
    if (facts.text("snapshotRules"_L1).isEmpty() || !facts.is("appendOnly"_L1, "0"_L1))
        return {};
    return Verdict::bad(
        u"Only snapshots (save %1) are kept: when the process ends, what was written since the last one is lost, and what ended may be back."_s
            .arg(facts.text("snapshotRules"_L1)));
}

Judgement appendSync(const FactTable &facts)
{
    if (!facts.is("appendOnly"_L1, "1"_L1) || !facts.has("appendFsync"_L1))
        return {};
    if (!facts.is("appendFsync"_L1, "no"_L1))
        return Verdict::good(
            u"The log reaches the disk with appendfsync %1."_s.arg(facts.text("appendFsync"_L1)));
    return Verdict::bad(u"appendfsync is no: a crash of the machine takes half a minute of writes."_s);
}

Judgement written(const FactTable &facts)
{
    const bool appends = facts.is("appendOnly"_L1, "1"_L1);
    const bool logFails = appends && facts.text("appendOnlyStatus"_L1).contains(u"err"_s);
    const bool snapshotFails = facts.text("snapshotStatus"_L1).contains(u"err"_s);
    if (!logFails && !snapshotFails)
        return {};
    return Verdict::bad(u"The server cannot write its %1 to disk, and refuses writes while that is so."_s.arg(
        logFails ? u"log"_s : u"snapshots"_s));
}

Judgement confirming(const FactTable &facts)
{
    const auto wanted = facts.number("confirmingReplicas"_L1);
    const auto there = facts.number("replicasInSync"_L1);
    if (!wanted || !there || *wanted == 0)
        return {};
    if (*there >= *wanted)
        return Verdict::good(u"%1 replica(s) are in sync, %2 must confirm."_s.arg(*there).arg(*wanted));
    return Verdict::bad(
        u"Replicas are missing: each sign-in and revoke waits for %1 and %2 are in sync, so that all of them answer Unavailable."_s
            .arg(*wanted)
            .arg(*there),
        {QString::number(*there)});
}

Judgement missing(const FactTable &facts)
{
    const auto there = facts.number("replicasInSync"_L1);
    const bool wantsNone = facts.number("confirmingReplicas"_L1).value_or(0) == 0;
    const bool isAlone = facts.is("layout"_L1, "single"_L1);
    if (!there || *there > 0 || !wantsNone || isAlone)
        return {};
    return Verdict::bad(u"A primary has no replica in sync: if it is lost, so are its sessions."_s);
}

Judgement late(const FactTable &facts)
{
    const qint64 count = facts.number("replicasLate"_L1).value_or(0);
    if (count == 0)
        return {};
    return Verdict::bad(
        u"%1 replica(s) are connected but not in sync: a failover to one of them loses writes."_s.arg(count));
}

Judgement drift(const FactTable &facts)
{
    const auto orphans = facts.number("membersWithoutSession"_L1);
    const auto unlisted = facts.number("sessionsWithoutMember"_L1);
    if (!orphans || !unlisted)
        return {};
    const qint64 members = facts.number("sampledMembers"_L1).value_or(0);
    const qint64 sessions = facts.number("sampledSessions"_L1).value_or(0);
    if (*orphans == 0 && *unlisted == 0)
        return Verdict::good(
            u"Registries and sessions agree, in a sample of %1 and %2."_s.arg(members).arg(sessions));
    return Verdict::bad(
        u"The index drifts: in a sample %1 of %2 registry entries have no session, and %3 of %4 sessions are in no registry, so that \"log out everywhere\" would miss them."_s
            .arg(*orphans)
            .arg(members)
            .arg(*unlisted)
            .arg(sessions));
}

constexpr DoctorRule Rules[] {
    {"valkey.role", Severity::Problem,
     "Name the primary in the URL, or use valkey+sentinel:// or valkey+cluster://, which find it.", role},
    {"valkey.eviction-policy", Severity::Problem,
     "CONFIG SET maxmemory-policy noeviction, or volatile-lru; CONFIG SET maxmemory %1; CONFIG REWRITE.",
     policy},
    {"valkey.max-memory", Severity::Hint, "CONFIG SET maxmemory %1; CONFIG REWRITE.", limit},
    {"valkey.memory", Severity::Warning, "CONFIG SET maxmemory %1; CONFIG REWRITE.", memory},
    {"valkey.evicted", Severity::Warning,
     "CONFIG SET maxmemory %1; CONFIG REWRITE; then CONFIG RESETSTAT counts anew.", evicted},
    {"valkey.persistence", Severity::Warning, "CONFIG SET appendonly yes; CONFIG REWRITE.", persistence},
    {"valkey.append-only", Severity::Hint, "CONFIG SET appendonly yes; CONFIG REWRITE.", appendOnly},
    {"valkey.append-fsync", Severity::Warning, "CONFIG SET appendfsync everysec; CONFIG REWRITE.",
     appendSync},
    {"valkey.disk", Severity::Problem,
     "Make room and rights in the server's folder (CONFIG GET dir), then BGSAVE.", written},
    {"valkey.confirming", Severity::Problem, "Start the replicas, or put replicas=%1 into the URL.",
     confirming},
    {"valkey.replicas", Severity::Warning, "Start a replica for each primary (REPLICAOF).", missing},
    {"valkey.late-replicas", Severity::Warning,
     "See what the replica says in its log, and whether it and the network keep up.", late},
    {"valkey.index-drift", Severity::Warning,
     "axessctl job submit verify-index, which puts it right; until then axessctl session revoke --user USER "
     "--yes finds all of a user's sessions, by the rows.",
     drift},
};

} // namespace

std::span<const DoctorRule> valkeyRules()
{
    return Rules;
}

} // namespace Axess
