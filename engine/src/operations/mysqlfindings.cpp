// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// What the facts of a store in MySQL or MariaDB say.

#include "doctorrules_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Idle connections that end sooner are opened anew all the time.
constexpr qint64 shortWait = 60;
// Values travel as two digits a byte, beside the rest of the row.
constexpr qint64 packetPerPayload = 4;

Judgement strictMode(const FactTable &facts)
{
    if (!facts.has("strict"_L1))
        return {};
    if (facts.is("strict"_L1, "yes"_L1))
        return Verdict::good(u"The server is in strict mode."_s);
    return Verdict::bad(
        u"The server is not in strict mode and cuts values silently; no connection will be opened."_s,
        {facts.text("sqlMode"_L1).isEmpty() ? QString() : u","_s + facts.text("sqlMode"_L1)});
}

Judgement readOnly(const FactTable &facts)
{
    if (!facts.is("readOnly"_L1, "on"_L1) && !facts.is("readOnly"_L1, "1"_L1))
        return {};
    return Verdict::bad(u"The server only reads: every write is refused."_s);
}

Judgement binaryLog(const FactTable &facts)
{
    if (!facts.is("logBin"_L1, "on"_L1))
        return {};
    if (!facts.is("binlogFormat"_L1, "statement"_L1))
        return Verdict::good(u"The binary log has the format %1."_s.arg(facts.text("binlogFormat"_L1)));
    return Verdict::bad(u"binlog_format is STATEMENT, which refuses every write of READ COMMITTED."_s);
}

Judgement isolation(const FactTable &facts)
{
    if (!facts.has("isolation"_L1))
        return {};
    if (facts.is("isolation"_L1, "read-committed"_L1))
        return Verdict::good(u"Connections run with READ COMMITTED."_s);
    return Verdict::bad(
        u"Connections run with %1, though each sets READ COMMITTED: something between resets it."_s.arg(
            facts.text("isolation"_L1)));
}

Judgement cluster(const FactTable &facts)
{
    if (!facts.is("cluster"_L1, "on"_L1))
        return {};
    return Verdict::bad(
        u"The server is part of a Galera cluster, which loses updates that it acknowledged."_s);
}

Judgement indexes(const FactTable &facts)
{
    if (!facts.has("missingIndexes"_L1))
        return {};
    const QString missing = facts.text("missingIndexes"_L1);
    return missing.isEmpty()
        ? Verdict::good(u"All indexes are there."_s)
        : Verdict::bad(
              u"Indexes are missing: %1. Lists and sweeps read, and lock, the whole table."_s.arg(missing));
}

Judgement flush(const FactTable &facts)
{
    const auto when = facts.number("flushAtCommit"_L1);
    if (!when)
        return {};
    if (*when == 1)
        return Verdict::good(u"What is acknowledged is on disk."_s);
    return Verdict::bad(
        u"innodb_flush_log_at_trx_commit is %1: a crash of the machine takes up to a second of acknowledged writes, and what ended may be back."_s
            .arg(*when));
}

Judgement syncLog(const FactTable &facts)
{
    const auto every = facts.number("syncBinlog"_L1);
    if (!facts.is("logBin"_L1, "on"_L1) || !every)
        return {};
    if (*every == 1)
        return Verdict::good(u"The binary log is on disk at each commit."_s);
    return Verdict::bad(
        u"sync_binlog is %1: after a crash replicas and the server may have different sessions."_s.arg(
            *every));
}

Judgement waitTimeout(const FactTable &facts)
{
    const auto seconds = facts.number("waitTimeoutSeconds"_L1);
    if (!seconds)
        return {};
    if (*seconds >= shortWait)
        return Verdict::good(u"Idle connections are kept for %1 s."_s.arg(*seconds));
    return Verdict::bad(
        u"wait_timeout is %1 s: idle connections are closed and opened anew all the time."_s.arg(*seconds));
}

Judgement packet(const FactTable &facts)
{
    const auto largest = facts.number("maxAllowedPacket"_L1);
    const auto payload = facts.number("payloadLimit"_L1);
    if (!largest || !payload)
        return {};
    if (*largest >= packetPerPayload * *payload)
        return Verdict::good(u"The largest session fits into a packet."_s);
    return Verdict::bad(
        u"max_allowed_packet is %1, too small for sessions of %2 bytes."_s.arg(*largest).arg(*payload),
        {QString::number(packetPerPayload * *payload)});
}

Judgement semiSync(const FactTable &facts)
{
    const auto replicas = facts.number("semiSyncReplicas"_L1);
    if (!facts.is("semiSync"_L1, "on"_L1) || !replicas)
        return {};
    if (*replicas > 0)
        return Verdict::good(u"%1 replica(s) confirm what is written."_s.arg(*replicas));
    return Verdict::bad(
        u"Replicas are missing: semi-synchronous replication is on and none follows. The first commit waits for rpl_semi_sync_…_timeout, then none waits any more."_s);
}

constexpr DoctorRule Rules[] {
    {"mysql.strict-mode", Severity::Problem,
     "SET GLOBAL sql_mode = 'STRICT_TRANS_TABLES%1', and the same in the server's my.cnf.", strictMode},
    {"mysql.read-only", Severity::Problem, "Name the primary in the URL, or SET GLOBAL read_only = OFF.",
     readOnly},
    {"mysql.binlog-format", Severity::Problem, "SET GLOBAL binlog_format = 'ROW', and the same in my.cnf.",
     binaryLog},
    {"mysql.isolation", Severity::Problem,
     "Let no pooler or init_connect between Axess and the server change transaction_isolation.", isolation},
    {"mysql.cluster", Severity::Problem, "Use one primary with replicas; Galera (wsrep_on) is not supported.",
     cluster},
    {"mysql.indexes", Severity::Problem, "axessctl schema upgrade makes them.", indexes},
    {"mysql.flush", Severity::Warning,
     "SET GLOBAL innodb_flush_log_at_trx_commit = 1, and the same in my.cnf.", flush},
    {"mysql.sync-binlog", Severity::Warning, "SET GLOBAL sync_binlog = 1, and the same in my.cnf.", syncLog},
    {"mysql.wait-timeout", Severity::Warning, "SET GLOBAL wait_timeout = 28800, and the same in my.cnf.",
     waitTimeout},
    {"mysql.max-packet", Severity::Warning,
     "SET GLOBAL max_allowed_packet = %1 or more, and the same in my.cnf.", packet},
    {"mysql.replicas", Severity::Warning,
     "Start the replica, or SET GLOBAL rpl_semi_sync_master_enabled = OFF (rpl_semi_sync_source_enabled on "
     "MySQL).",
     semiSync},
};

} // namespace

std::span<const DoctorRule> mysqlRules()
{
    return Rules;
}

} // namespace Axess
