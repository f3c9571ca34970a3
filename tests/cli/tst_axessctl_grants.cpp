// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "accounttest.h"
#include "rawclient.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// Accounts are given what `axessctl grants` prints, sign in, do what their mode means, and try the rest past
/// our programs.
class TestAxessctlGrants : public AccountTest
{
    Q_OBJECT

private Q_SLOTS:
    void anAccountMayWhatItsModeMeans_data() { accounts(); }
    void anAccountMayWhatItsModeMeans();
    void theServerRefusesTheRest_data() { accounts(); }
    void theServerRefusesTheRest();
    void anAccountIsLowered_data();
    void anAccountIsLowered();
    void noAccountIsMadeBySlip_data();
    void noAccountIsMadeBySlip();
    void aCheckTellsWhatIsMoreAndLess_data();
    void aCheckTellsWhatIsMoreAndLess();

private:
    void looks();
    void endsAndUndoes();
    void looksAfterTheStore();
};

void TestAxessctlGrants::looks()
{
    const QJsonObject first = m_sessions.first().toObject();
    const QString id = first.value(u"id"_s).toString();
    const AxessctlRun listed = asAccount({u"session"_s, u"list"_s});
    VERIFY_RUN(listed, 0);
    QCOMPARE(listed.json().value(u"sessions"_s).toArray().size(), m_sessions.size());
    const AxessctlRun shown = asAccount({u"session"_s, u"show"_s, id});
    VERIFY_RUN(shown, 0);
    QCOMPARE(shown.json().value(u"user"_s), first.value(u"user"_s));
    for (const QStringList &command : {QStringList {u"session"_s, u"history"_s, u"anybody"_s},
                                       {u"info"_s},
                                       {u"tenant"_s, u"list"_s},
                                       {u"user"_s, u"list"_s, u"--tenant"_s, u"acme"_s},
                                       {u"user"_s, u"show"_s, u"anybody"_s},
                                       {u"events"_s, u"follow"_s, u"--once"_s, u"--from"_s, u"beginning"_s},
                                       {u"audit"_s, u"list"_s},
                                       {u"schema"_s, u"status"_s},
                                       {u"metrics"_s}})
        VERIFY_RUN(asAccount(command), 0);
    const AxessctlRun examined = asAccount({u"doctor"_s});
    QVERIFY2(examined.json().contains(u"findings"_s), examined.errors.constData());
}

void TestAxessctlGrants::endsAndUndoes()
{
    const QString id = m_sessions.first().toObject().value(u"id"_s).toString();
    const AxessctlRun ended = asAccount({u"session"_s, u"revoke"_s, id, u"--reason"_s, u"stolen"_s});
    VERIFY_RUN(ended, 0);
    QCOMPARE(ended.json().value(u"done"_s).toArray(), QJsonArray {id});
    VERIFY_RUN(
        asAccount({u"session"_s, u"restore"_s, u"--mark"_s, ended.json().value(u"mark"_s).toString(), id}),
        0);
    const AxessctlRun many
        = asAccount({u"revoke"_s, u"--tenant"_s, u"acme"_s, u"--reason"_s, u"stolen"_s, u"--yes"_s});
    VERIFY_RUN(many, 0);
    const QJsonObject counts = many.json().value(u"counts"_s).toObject();
    QVERIFY(counts.value(u"verified"_s).toInt() > 0);
    // Who did it is known, where the server can keep keys from who writes that.
    const bool isTold = asOwner({u"audit"_s, u"list"_s}).output.contains("stolen");
    const bool warns = ended.errors.contains("not in the audit trail");
    QCOMPARE(warns, !isTold);
    QVERIFY(isTold || m_setUp.startsWith(u"mysql"_s));
    VERIFY_RUN(asOwner({u"audit"_s, u"verify"_s}), 0);
}

void TestAxessctlGrants::looksAfterTheStore()
{
    for (const QStringList &command :
         {QStringList {u"sweep"_s},
          {u"key"_s, u"add"_s},
          {u"key"_s, u"rotate"_s},
          {u"key"_s, u"verify"_s},
          {u"epoch"_s, u"raise"_s, u"--tenant"_s, u"acme"_s, u"--reason"_s, u"drill"_s, u"--yes"_s}})
        VERIFY_RUN(asAccount(command, true), 0);
}

void TestAxessctlGrants::anAccountMayWhatItsModeMeans()
{
    QFETCH(const QString, mode);
    const qsizetype rank = modes().indexOf(mode);
    looks();
    if (rank >= 1)
        endsAndUndoes();
    else
        VERIFY_RUN(asAccount({u"session"_s, u"revoke"_s, m_sessions.first()[u"id"_s].toString(),
                              u"--reason"_s, u"stolen"_s}),
                   4);
    if (rank >= 2)
        looksAfterTheStore();
    if (rank >= 3)
        VERIFY_RUN(asAccount({u"schema"_s, u"upgrade"_s}), 0);
    // Even a counter at its end keeps nobody from logging out.
    if (rank == 1 && m_store->url().backend() != "valkey"_L1) {
        tries(u"UPDATE axess_session SET change_count = 9223372036854775807, revocation_mark = NULL,"
              " revoked_at = NULL, revocation_grace = NULL, revocation_reason = NULL;"_s,
              true);
        const QString id = m_sessions.last()[u"id"_s].toString();
        const AxessctlRun ended = asOwner({u"session"_s, u"revoke"_s, id, u"--reason"_s, u"stolen"_s});
        VERIFY_RUN(ended, 0);
        QCOMPARE(ended.json().value(u"done"_s).toArray(), QJsonArray {id});
        const AxessctlRun many
            = asOwner({u"revoke"_s, u"--tenant"_s, u"acme"_s, u"--reason"_s, u"stolen"_s, u"--yes"_s});
        VERIFY_RUN(many, 0);
    }
    // An application's store does the same with the account's sessions as before.
    VERIFY_RUN(asOwner({u"demo-data"_s, u"2"_s}), 0);
}

void TestAxessctlGrants::theServerRefusesTheRest()
{
    QFETCH(const QString, mode);
    const qsizetype rank = modes().indexOf(mode);
    if (m_store->url().backend() == "valkey"_L1) {
        const QString prefix = *m_store->url().option(u"prefix"_s);
        tries(u"SET %1raw 1"_s.arg(prefix), rank >= 1, u"NOPERM"_s);
        tries(u"DEL %1raw"_s.arg(prefix), rank >= 1, u"NOPERM"_s);
        tries(u"EVAL \"return redis.call('SET', KEYS[1], 1)\" 1 %1raw"_s.arg(prefix), rank >= 1, u"script"_s);
        tries(u"SCAN 0"_s, rank >= 1, u"NOPERM"_s);
        for (const QString &elsewhere :
             {u"GET other"_s, u"SET other 1"_s, u"KEYS *"_s, u"FLUSHALL"_s, u"CONFIG GET save"_s,
              u"ACL LIST"_s, u"SCRIPT FLUSH"_s, u"SHUTDOWN"_s})
            tries(elsewhere, false, u"NOPERM"_s);
        return;
    }
    tries(u"SELECT id, user_id FROM axess_session LIMIT 1;"_s, true);
    tries(u"SELECT payload FROM axess_session LIMIT 1;"_s, rank >= 2);
    tries(u"SELECT * FROM axess_session LIMIT 1;"_s, rank >= 2);
    tries(u"UPDATE axess_session SET revocation_mark = NULL;"_s, rank >= 1);
    tries(u"UPDATE axess_session SET idle_deadline = 1 WHERE revision = 0;"_s, rank >= 2);
    tries(u"UPDATE axess_session SET payload = '' WHERE revision = 0;"_s, rank >= 2);
    tries(u"DELETE FROM axess_session WHERE revision = 0;"_s, rank >= 2);
    tries(u"DELETE FROM axess_event WHERE position = 0;"_s, rank >= 2);
    tries(u"DELETE FROM axess_document WHERE name = 'nobody';"_s, rank >= 2);
    tries(u"UPDATE axess_user SET generation = 9;"_s, rank >= 2);
    tries(u"UPDATE axess_schema SET written = written;"_s, rank >= 2);
    tries(u"ALTER TABLE axess_session ADD COLUMN extra bigint;"_s, rank >= 3,
          m_setUp.startsWith(u"postgres"_s) ? u"must be owner"_s : u"denied"_s);
    tries(u"CREATE TABLE axess_session (id bigint);"_s, false, rank >= 3 ? u"exists"_s : u"denied"_s);
    if (rank < 3)
        tries(u"DROP TABLE axess_tombstone;"_s, false,
              m_setUp.startsWith(u"postgres"_s) ? u"must be owner"_s : u"denied"_s);
    // The keys: where the account may write the audit trail, the row is not there for it to write.
    const QString ring = u"UPDATE axess_document SET bytes = '' WHERE name = 'ring';"_s;
    if (rank < 2) {
        // A position of its own choice would stop everybody's events.
        tries(u"INSERT INTO axess_event (position, at, kind, end_reason, session_id, tenant_id, user_id, "
              u"detail)"
              " VALUES (9223372036854775807, 0, 0, 0, '', '', '', '');"_s,
              false);
        tries(u"INSERT INTO axess_document (name, revision, bytes) VALUES ('lease/sweep', 1, '');"_s, false,
              rank == 1 && m_setUp.startsWith(u"postgres"_s) ? u"row-level security"_s : u"denied"_s);
        tries(ring, rank == 1 && m_setUp.startsWith(u"postgres"_s));
        VERIFY_RUN(asOwner({u"key"_s, u"list"_s}), 0);
    }
}

void TestAxessctlGrants::anAccountIsLowered_data()
{
    accounts({u"admin"_s, u"support"_s});
}

// Of MySQL and MariaDB a check tells what remains.
void TestAxessctlGrants::anAccountIsLowered()
{
    const AxessctlRun printed = runAxessctl(
        {u"--store"_s, m_store->text(), u"--json"_s, u"grants"_s, u"viewer"_s, u"--account"_s, m_account});
    VERIFY_RUN(printed, 0);
    QStringList lines;
    for (const auto &line : printed.json().value(u"lines"_s).toArray())
        lines.append(line.toString());
    const auto given = RawClient::administrate(m_store->url(), m_setUp, lines);
    QVERIFY2(given.isDone, qPrintable(given.output));
    if (m_store->url().backend() == "valkey"_L1) {
        tries(u"SET %1raw 1"_s.arg(*m_store->url().option(u"prefix"_s)), false, u"AUTH|NOPERM|WRONGPASS"_s);
        return;
    }
    const bool isKept = m_store->url().backend() == "mysql"_L1;
    tries(u"UPDATE axess_session SET revocation_mark = NULL;"_s, isKept);
    const AxessctlRun checked = asAccount({u"grants"_s, u"viewer"_s, u"--check"_s});
    VERIFY_RUN(checked, isKept ? 1 : 0);
}

void TestAxessctlGrants::noAccountIsMadeBySlip_data()
{
    accounts({u"viewer"_s});
}

void TestAxessctlGrants::noAccountIsMadeBySlip()
{
    if (m_store->url().backend() != "mysql"_L1)
        return; // Only MariaDB makes accounts by a grant, where it is set so.
    for (const QString &mode : modes()) {
        const AxessctlRun printed = runAxessctl(
            {u"--store"_s, m_store->text(), u"--json"_s, u"grants"_s, mode, u"--account"_s, u"axess_slip"_s});
        VERIFY_RUN(printed, 0);
        QStringList lines {u"SET SESSION sql_mode = 'STRICT_TRANS_TABLES';"_s};
        for (const auto &line : printed.json().value(u"lines"_s).toArray())
            lines.append(line.toString());
        const auto given = RawClient::administrate(m_store->url(), m_setUp, lines);
        QVERIFY2(!given.isDone, qPrintable(given.output));
        const auto known = RawClient::administrate(
            m_store->url(), m_setUp, {u"SELECT user FROM mysql.user WHERE user = 'axess_slip';"_s});
        QVERIFY2(known.isDone && !known.output.contains(u"axess_slip"_s), qPrintable(known.output));
    }
}

void TestAxessctlGrants::aCheckTellsWhatIsMoreAndLess_data()
{
    accounts();
}

void TestAxessctlGrants::aCheckTellsWhatIsMoreAndLess()
{
    QFETCH(const QString, mode);
    const qsizetype rank = modes().indexOf(mode);
    const bool knowsReadersOnly = m_store->url().backend() == "valkey"_L1;
    for (const QString &asked : modes()) {
        const AxessctlRun run = asAccount({u"grants"_s, asked, u"--check"_s});
        const qsizetype wanted = modes().indexOf(asked);
        const QJsonArray beyond = run.json().value(u"beyond"_s).toArray();
        const QJsonArray lacking = run.json().value(u"lacking"_s).toArray();
        const QByteArray told = "asked for " + asked.toUtf8() + run.output + run.errors;
        QVERIFY2(run.exitCode == (beyond.isEmpty() && lacking.isEmpty() ? 0 : 1), told.constData());
        if (knowsReadersOnly) {
            // Whoever reads reads payloads, and whoever writes writes all.
            QVERIFY2(beyond.isEmpty() == (wanted == 3 || (wanted == 2 && rank == 0)), told.constData());
            QVERIFY2(lacking.isEmpty() == (wanted == 0 || rank > 0), told.constData());
            continue;
        }
        QVERIFY2(beyond.isEmpty() == (rank <= wanted), told.constData());
        QVERIFY2(lacking.isEmpty() == (rank >= wanted), told.constData());
    }
}

QTEST_GUILESS_MAIN(TestAxessctlGrants)
#include "tst_axessctl_grants.moc"
