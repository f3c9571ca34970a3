// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"
#include "rawclient.h"

#include "axesstest.h"
#include "freshstore.h"
#include "verify.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qurl.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Password = "p'a\"s"_L1;

// Each mode may what those before it may.
const QStringList &modes()
{
    static const QStringList names {u"viewer"_s, u"support"_s, u"operator"_s, u"admin"_s};
    return names;
}

QString quoted(const QString &name, QChar mark)
{
    return mark + QString(name).replace(mark, QString(2, mark)) + mark;
}

} // namespace

/// Accounts are given what `axessctl grants` prints, sign in, do what their mode means, and try the rest past
/// our programs.
class TestAxessctlGrants : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anAccountMayWhatItsModeMeans_data() { accounts(); }
    void anAccountMayWhatItsModeMeans();
    void theServerRefusesTheRest_data() { accounts(); }
    void theServerRefusesTheRest();
    void aCheckTellsWhatIsMoreAndLess_data();
    void aCheckTellsWhatIsMoreAndLess();

private:
    static void accounts();
    /// The account, with the rights of the mode; the store opened as it.
    void signInAs(const QString &mode);
    QStringList creation(const QString &mode) const;
    QStringList removal() const;
    static QString owner() { return u"axess_grants_owner"_s; }
    AxessctlRun asOwner(const QStringList &command) const;
    AxessctlRun asAccount(const QStringList &command, bool hasKey = false) const;
    void looks();
    void endsAndUndoes();
    void looksAfterTheStore();
    /// One act past our programs: done, or refused for want of a right.
    void tries(const QString &statement, bool isAllowed, const QString &refusal = u"denied"_s) const;

    const QTemporaryDir m_folder;
    std::unique_ptr<FreshStore> m_store;
    QString m_setUp;
    QString m_account;
    QString m_accountUrl;
    QStringList m_lines; ///< What was printed for it.
    QJsonArray m_sessions;
};

void TestAxessctlGrants::accounts()
{
    QTest::addColumn<QString>("setUp");
    QTest::addColumn<QString>("mode");
    for (const QString &setUp : FreshStore::asked(u"postgres"_s)) {
        for (const QString &mode : modes())
            QTest::addRow("%s %s", qPrintable(setUp), qPrintable(mode)) << setUp << mode;
    }
}

void TestAxessctlGrants::init()
{
    AxessTest::init();
    QFETCH(const QString, setUp);
    QFETCH(const QString, mode);
    m_setUp = setUp;
    TAKE(store, FreshStore::make(setUp));
    m_store = std::move(store);
    QVERIFY(m_folder.isValid());
    if (!QFile::exists(m_folder.filePath(u"root.key"_s)))
        QCOMPARE(
            runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, m_folder.filePath(u"root.key"_s)}).exitCode, 0);
    AxessctlRun made = asOwner({u"init"_s});
    QVERIFY2(made.exitCode == 0, made.errors.constData());
    QCOMPARE(asOwner({u"demo-data"_s, u"40"_s}).exitCode, 0);
    m_sessions = asOwner({u"session"_s, u"list"_s}).json().value(u"sessions"_s).toArray();
    QCOMPARE(m_sessions.size(), 40);
    signInAs(mode);
}

void TestAxessctlGrants::cleanup()
{
    if (!m_store)
        return;
    const auto removed = RawClient::administrate(m_store->url(), m_setUp, removal());
    QVERIFY2(removed.isDone, qPrintable(removed.output));
    m_store.reset();
}

QStringList TestAxessctlGrants::creation(const QString &mode) const
{
    const QString &backend = m_store->url().backend();
    const QString password = quoted(Password, u'\'');
    QStringList lines {u"CREATE ROLE %1 LOGIN PASSWORD %2;"_s.arg(quoted(m_account, u'"'), password)};
    if (backend == "postgres"_L1 && mode == "admin"_L1) {
        // The run's user is a superuser, whose share nobody gets.
        const auto refused = RawClient::administrate(m_store->url(), m_setUp, lines + m_lines);
        if (refused.isDone || !refused.output.contains(u"belong to the superuser axess"_s))
            qWarning("A superuser's tables were shared: %s", qPrintable(refused.output));
        lines = {
            u"CREATE ROLE %1;"_s.arg(owner()),
            u"GRANT USAGE, CREATE ON SCHEMA %1 TO %2;"_s.arg(*m_store->url().option(u"schema"_s), owner())};
        for (const QString &table :
             {u"schema"_s, u"session"_s, u"user"_s, u"document"_s, u"event"_s, u"audit"_s, u"tombstone"_s})
            lines.append(u"ALTER TABLE axess_%1 OWNER TO %2;"_s.arg(table, owner()));
    }
    if (backend == "postgres"_L1)
        return lines;
    if (backend == "mysql"_L1)
        return {u"CREATE USER %1 IDENTIFIED BY %2;"_s.arg(quoted(m_account, u'`'), password)};
    return {};
}

QStringList TestAxessctlGrants::removal() const
{
    const QString &backend = m_store->url().backend();
    if (backend == "postgres"_L1)
        return {u"DROP OWNED BY %1; DROP ROLE %1;"_s.arg(quoted(m_account, u'"')),
                u"DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%1') THEN REASSIGN OWNED BY "
                u"%1 TO"
                " axess; DROP OWNED BY %1; DROP ROLE %1; END IF; END $$;"_s.arg(owner())};
    if (backend == "mysql"_L1)
        return {u"DROP USER %1;"_s.arg(quoted(m_account, u'`'))};
    return {u"ACL DELUSER \"%1\""_s.arg(QString(m_account).replace(u"\""_s, u"\\\""_s))};
}

void TestAxessctlGrants::signInAs(const QString &mode)
{
    // Accounts are the whole server's.
    static int number = 0;
    m_account = u"o'b\"r`i$axess$%%1"_s.arg(++number);
    const AxessctlRun printed = runAxessctl(
        {u"--store"_s, m_store->text(), u"--json"_s, u"grants"_s, mode, u"--account"_s, m_account});
    QVERIFY2(printed.exitCode == 0, printed.errors.constData());
    m_lines.clear();
    for (const auto &line : printed.json().value(u"lines"_s).toArray())
        m_lines.append(line.toString());
    QStringList lines = creation(mode) + m_lines;
    if (m_store->url().backend() == "valkey"_L1)
        lines.append(u"ACL SETUSER \"%1\" \">%2\""_s.arg(QString(m_account).replace(u"\""_s, u"\\\""_s),
                                                         QString(Password).replace(u"\""_s, u"\\\""_s)));
    const auto given = RawClient::administrate(m_store->url(), m_setUp, lines);
    QVERIFY2(given.isDone, qPrintable(given.output + lines.join(u'\n')));
    const QString text = m_store->text();
    m_accountUrl = text.section(u"://"_s, 0, 0) + u"://"_s
        + QString::fromLatin1(QUrl::toPercentEncoding(m_account)) + u':'
        + QString::fromLatin1(QUrl::toPercentEncoding(Password)) + u'@' + text.section(u'@', 1);
}

AxessctlRun TestAxessctlGrants::asOwner(const QStringList &command) const
{
    return runAxessctl(QStringList {u"--store"_s, m_store->text(), u"--root-key-file"_s,
                                    m_folder.filePath(u"root.key"_s), u"--json"_s}
                       + command);
}

AxessctlRun TestAxessctlGrants::asAccount(const QStringList &command, bool hasKey) const
{
    QStringList arguments {u"--store"_s, m_accountUrl, u"--json"_s};
    if (hasKey)
        arguments << u"--root-key-file"_s << m_folder.filePath(u"root.key"_s);
    return runAxessctl(arguments + command);
}

#define VERIFY_RUN(run, code)                                                                                \
    do {                                                                                                     \
        const AxessctlRun &verifiedRun = (run);                                                              \
        QVERIFY2(verifiedRun.exitCode == (code),                                                             \
                 (#run ": "_ba + verifiedRun.errors + verifiedRun.output).constData());                      \
    } while (false)

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
    // An application's store does the same with the account's sessions as before.
    VERIFY_RUN(asOwner({u"demo-data"_s, u"2"_s}), 0);
}

void TestAxessctlGrants::tries(const QString &statement, bool isAllowed, const QString &refusal) const
{
    TAKE(url, StoreUrl::parse(m_accountUrl));
    const auto run = RawClient::type(url, {statement});
    QVERIFY2(run.isDone == isAllowed, qPrintable(statement + u": "_s + run.output));
    QVERIFY2(isAllowed || run.output.contains(refusal, Qt::CaseInsensitive),
             qPrintable(statement + u": "_s + run.output));
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
        tries(u"INSERT INTO axess_document (name, revision, bytes) VALUES ('lease/sweep', 1, '');"_s, false,
              rank == 1 && m_setUp.startsWith(u"postgres"_s) ? u"row-level security"_s : u"denied"_s);
        tries(ring, rank == 1 && m_setUp.startsWith(u"postgres"_s));
        VERIFY_RUN(asOwner({u"key"_s, u"list"_s}), 0);
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
