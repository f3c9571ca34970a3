// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// What the facts of a store in PostgreSQL say.

#include "doctorrules_p.h"

#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Fewer writes say nothing about their share.
constexpr qint64 enoughUpdates = 1'000;
constexpr qint64 lowShare = 50;
constexpr qint64 manyDeadRows = 10'000;

Judgement isOn(const FactTable &facts, QLatin1StringView name, const QString &otherwise)
{
    if (!facts.has(name))
        return {};
    return facts.is(name, "on"_L1) ? Verdict::good(u"%1 is on."_s.arg(name)) : Verdict::bad(otherwise);
}

Judgement isEmpty(const FactTable &facts, QLatin1StringView name, const QString &good, const QString &bad)
{
    if (!facts.has(name))
        return {};
    const QString value = facts.text(name);
    return value.isEmpty() ? Verdict::good(good) : Verdict::bad(bad.arg(value), {value});
}

Judgement role(const FactTable &facts)
{
    if (!facts.is("role"_L1, "standby"_L1))
        return {};
    return Verdict::bad(u"The server is a standby and only reads: every write is refused."_s);
}

Judgement fsync(const FactTable &facts)
{
    return isOn(facts, "fsync"_L1, u"fsync is off: a crash of the machine destroys the database."_s);
}

Judgement fullPages(const FactTable &facts)
{
    return isOn(facts, "fullPageWrites"_L1,
                u"full_page_writes is off: a crash of the machine may tear pages."_s);
}

Judgement synchronousCommit(const FactTable &facts)
{
    if (!facts.has("synchronousCommit"_L1))
        return {};
    if (!facts.is("synchronousCommit"_L1, "off"_L1))
        return Verdict::good(u"What is acknowledged is on disk."_s);
    return Verdict::bad(
        u"synchronous_commit is off: a crash of the server takes up to 0.6 s of acknowledged writes, and what ended may be back."_s);
}

Judgement unlogged(const FactTable &facts)
{
    return isEmpty(facts, "unloggedTables"_L1, u"All tables are logged."_s,
                   u"Unlogged: %1. A crash of the server empties them, and standbys do not have them."_s);
}

Judgement indexes(const FactTable &facts)
{
    return isEmpty(facts, "missingIndexes"_L1, u"All indexes are there."_s,
                   u"Indexes are missing: %1. Lists and sweeps read the whole table."_s);
}

Judgement hotShare(const FactTable &facts)
{
    const auto updates = facts.number("updates"_L1);
    const auto hot = facts.number("hotUpdates"_L1);
    if (!updates || !hot || *updates < enoughUpdates)
        return {};
    const qint64 share = 100 * *hot / *updates;
    const QString sentence = u"%1 % of %2 updates stayed within their page (HOT)"_s.arg(share).arg(*updates);
    if (share >= lowShare)
        return Verdict::good(sentence + u'.');
    const QString blockers = facts.text("touchedIndexes"_L1);
    return Verdict::bad(blockers.isEmpty()
                            ? sentence + u": indexes grow with every touch."_s
                            : sentence + u": %1 index what every touch or save changes."_s.arg(blockers),
                        {blockers.isEmpty() ? u"NAME"_s : blockers});
}

Judgement deadRows(const FactTable &facts)
{
    const auto dead = facts.number("deadRows"_L1);
    const auto live = facts.number("sessions"_L1);
    if (!dead || !live)
        return {};
    const QString sentence = u"%1 dead rows stand beside %2 sessions"_s.arg(*dead).arg(*live);
    return *dead <= std::max(manyDeadRows, *live) ? Verdict::good(sentence + u'.')
                                                  : Verdict::bad(sentence + u": vacuum does not follow."_s);
}

Judgement autovacuum(const FactTable &facts)
{
    return isOn(facts, "autovacuum"_L1, u"autovacuum is off: the table only grows."_s);
}

Judgement isolation(const FactTable &facts)
{
    if (!facts.has("isolation"_L1))
        return {};
    if (facts.is("isolation"_L1, "read committed"_L1))
        return Verdict::good(u"Statements run with read committed."_s);
    return Verdict::bad(
        u"The default isolation is %1: batches set their own, but single statements are refused and repeated more often."_s
            .arg(facts.text("isolation"_L1)),
        {facts.text("user"_L1)});
}

Judgement timeouts(const FactTable &facts)
{
    const qint64 deadline = facts.number("callDeadline"_L1).value_or(0);
    for (const auto &[name, setting] : {std::pair("statementTimeoutMs"_L1, u"statement_timeout"_s),
                                        std::pair("lockTimeoutMs"_L1, u"lock_timeout"_s)}) {
        const qint64 limit = facts.number(name).value_or(0);
        if (limit > 0 && limit < deadline)
            return Verdict::bad(
                u"%1 is %2 ms, below the calls' deadline of %3 ms."_s.arg(setting).arg(limit).arg(deadline),
                {facts.text("user"_L1), setting});
    }
    return {};
}

// `FIRST 2 (a, b, c)`, `ANY 1 (a, b)`, `2 (a, b)`, or names of which the first is waited for.
qint64 wantedStandbys(const QString &names)
{
    static const QRegularExpression form(u"^\\s*(?:FIRST\\s+|ANY\\s+)?(\\d+)\\s*\\("_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(names);
    return match.hasMatch() ? match.captured(1).toLongLong() : 1;
}

Judgement standbys(const FactTable &facts)
{
    const QString names = facts.text("synchronousStandbys"_L1);
    if (names.trimmed().isEmpty())
        return {};
    const qint64 wanted = wantedStandbys(names);
    // What an ordinary role may not see is counted by its connections alone.
    const auto there = facts.number("synchronousReplicas"_L1);
    const qint64 count = there ? *there : facts.number("replicas"_L1).value_or(0);
    if (count >= wanted)
        return Verdict::good(u"%1 synchronous standby(s) confirm what is written."_s.arg(count));
    return Verdict::bad(
        u"Writes wait for %1 synchronous standby(s) (%2) and %3 confirm(s): every commit waits until its call's time is up."_s
            .arg(wanted)
            .arg(names)
            .arg(count));
}

Judgement slots(const FactTable &facts)
{
    return isEmpty(
        facts, "inactiveSlots"_L1, u"No replica is missing."_s,
        u"Replicas are missing: nobody reads the replication slot(s) %1, for which the server keeps its log without bound."_s);
}

constexpr DoctorRule Rules[] {
    {"postgres.role", Severity::Problem,
     "Name the primary, or all servers, in the URL: postgres://db1,db2/NAME; or SELECT pg_promote().", role},
    {"postgres.fsync", Severity::Problem, "ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf().", fsync},
    {"postgres.full-page-writes", Severity::Problem,
     "ALTER SYSTEM SET full_page_writes = on; SELECT pg_reload_conf().", fullPages},
    {"postgres.synchronous-commit", Severity::Warning,
     "Set synchronous_commit = on for the role or server, or leave the URL's option out.", synchronousCommit},
    {"postgres.unlogged", Severity::Problem, "ALTER TABLE %1 SET LOGGED, each.", unlogged},
    {"postgres.indexes", Severity::Problem, "axessctl schema upgrade makes them.", indexes},
    {"postgres.hot-share", Severity::Warning,
     "DROP INDEX %1 if it is not Axess's; set fillfactor back to 78; end long transactions. Then SELECT "
     "pg_stat_reset_single_table_counters('axess_session'::regclass).",
     hotShare},
    {"postgres.dead-rows", Severity::Warning,
     "End long transactions (pg_stat_activity), then VACUUM axess_session.", deadRows},
    {"postgres.autovacuum", Severity::Warning, "ALTER SYSTEM SET autovacuum = on; SELECT pg_reload_conf().",
     autovacuum},
    {"postgres.isolation", Severity::Hint,
     "ALTER ROLE %1 SET default_transaction_isolation = 'read committed'.", isolation},
    {"postgres.timeouts", Severity::Warning, "ALTER ROLE %1 SET %2 = 0: calls have deadlines of their own.",
     timeouts},
    {"postgres.standbys", Severity::Problem,
     "Start the standbys, or ALTER SYSTEM RESET synchronous_standby_names; SELECT pg_reload_conf().",
     standbys},
    {"postgres.slots", Severity::Warning,
     "Start the replica, or give it up: SELECT pg_drop_replication_slot('%1').", slots},
};

} // namespace

std::span<const DoctorRule> postgresRules()
{
    return Rules;
}

} // namespace Axess
