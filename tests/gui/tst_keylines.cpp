// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"
#include "axesstest.h"
#include "verify.h"

#include "keys/keyorders.h"

#include <axess/keys.h>

#include <QtCore/qprocess.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What the console copies about keys, axessctl does: each line is run by a shell.
class TestKeyLines : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aKeyIsAddedActivatedAndRetired();
    void sessionsAreVerified();
    void theSessionsKeyIsRotated();
    void aTrialChangesNothing();
    void aCookiesKeyIsLeftToOthers();
    void aKeyIsCompromised();
    void everybodyIsLoggedOut();
    void whoBeganBeforeIsLoggedOut();
    void theRootKeyIsChanged();

private:
    StoreAddress address() const { return {m_place->url(), m_place->path(u"root.key"_s)}; }
    Result<std::shared_ptr<SessionStore>> store() const
    {
        return SessionStore::open(m_place->url(), RootKey::fromFile(address().rootKeyFile));
    }
    /// The first key for that in that state; 0 = none.
    quint32 key(const QString &state, const QString &purpose = u"envelope"_s) const;
    qsizetype living() const;
    static AxessctlRun run(const QString &line);

    std::unique_ptr<SealedStore> m_place;
};

void TestKeyLines::init()
{
    AxessTest::init();
    m_place = std::make_unique<SealedStore>();
    QVERIFY(m_place->isReady());
    QCOMPARE(m_place->run({u"demo-data"_s, u"30"_s, u"--seed"_s, u"8"_s}).exitCode, 0);
}

// The shell takes the line apart, as it would for a person.
AxessctlRun TestKeyLines::run(const QString &line)
{
    QProcess shell;
    shell.start(
        u"/bin/sh"_s,
        {u"-c"_s, u"axessctl() { for word in \"$@\"; do printf '%s\\0' \"$word\"; done; }\n"_s + line});
    if (!shell.waitForFinished())
        return {};
    QStringList arguments;
    for (const QByteArray &word : shell.readAllStandardOutput().split('\0'))
        arguments.append(QString::fromUtf8(word));
    arguments.removeLast();
    return runAxessctl(arguments);
}

quint32 TestKeyLines::key(const QString &state, const QString &purpose) const
{
    const auto opened = store();
    if (!opened)
        return 0;
    for (const KeyUse &use : Keys(*opened).list().value_or(KeyReport()).keys) {
        if (use.key.state == state && use.key.purpose == purpose)
            return use.key.id;
    }
    return 0;
}

qsizetype TestKeyLines::living() const
{
    SessionQuery query;
    query.filter.life = Life::Live;
    query.limit = 1000;
    return store().and_then([&](const auto &opened) { return opened->page(query); }).value().sessions.size();
}

void TestKeyLines::aKeyIsAddedActivatedAndRetired()
{
    const KeyLine line(address());
    AxessctlRun ran = run(line.add(u"cookie"_s));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    const quint32 staged = key(u"staged"_s, u"cookie"_s);
    QVERIFY(staged != 0);
    ran = run(line.activate(staged));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(key(u"active"_s, u"cookie"_s), staged);

    // Of a key that is in use it is refused, and the key stays.
    ran = run(line.retire(key(u"active"_s)));
    QVERIFY(ran.exitCode != 0);
    QVERIFY(key(u"active"_s) != 0);
}

void TestKeyLines::sessionsAreVerified()
{
    const AxessctlRun ran = run(KeyLine(address()).verify());
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QVERIFY2(ran.output.contains("sessions open"), ran.output.constData());
}

void TestKeyLines::theSessionsKeyIsRotated()
{
    const quint32 before = key(u"active"_s);
    RotationOrder order;
    order.rate = 5000;
    order.reason = u"It's \"quarterly\" — über"_s;

    const AxessctlRun ran = run(order.line(address()));

    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(key(u"retired"_s), before);
    TAKE(opened, store());
    TAKE(jobs, Jobs(opened).list());
    const JobRequest mine = order.request();
    QCOMPARE(jobs.constFirst().request.kind, mine.kind);
    QCOMPARE(jobs.constFirst().request.parameters, mine.parameters);
    QCOMPARE(jobs.constFirst().request.rowsPerSecond, mine.rowsPerSecond);
    QCOMPARE(jobs.constFirst().request.reason, mine.reason);
}

void TestKeyLines::aTrialChangesNothing()
{
    const quint32 before = key(u"active"_s);
    RotationOrder order;
    order.isDryRun = true;
    const AxessctlRun ran = run(order.line(address()));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(key(u"active"_s), before);
}

void TestKeyLines::aCookiesKeyIsLeftToOthers()
{
    RotationOrder order;
    order.purpose = u"cookie"_s;
    order.isLazy = true;
    order.isLeft = true;
    const AxessctlRun ran = run(order.line(address()));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    TAKE(opened, store());
    TAKE(jobs, Jobs(opened).list());
    QCOMPARE(jobs.constFirst().state, JobState::Waiting);
    QCOMPARE(jobs.constFirst().request.parameters, order.request().parameters);
}

void TestKeyLines::aKeyIsCompromised()
{
    CompromiseOrder order;
    order.key = key(u"active"_s);
    const qsizetype before = living();
    const AxessctlRun ran = run(order.line(address()));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(key(u"compromised"_s), order.key);
    QCOMPARE(living(), before);
}

void TestKeyLines::everybodyIsLoggedOut()
{
    CompromiseOrder order;
    order.key = key(u"active"_s);
    order.revokes = true;
    order.reason = u"It's lost"_s;
    order.ticket = u"-OPS 21"_s;
    const AxessctlRun ran = run(order.line(address()));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(living(), 0);
    TAKE(opened, store());
    TAKE(jobs, Jobs(opened).list());
    TAKE(mine, RevokeSessions(opened).submit(order.revocation()));
    QCOMPARE(jobs.constFirst().request.parameters, mine.request.parameters);
}

void TestKeyLines::whoBeganBeforeIsLoggedOut()
{
    CompromiseOrder order;
    order.key = key(u"active"_s);
    order.revokes = true;
    order.before = 1; // Nobody had begun by then.
    order.reason = u"lost"_s;
    order.ticket = u"OPS-21"_s;
    const qsizetype before = living();
    const AxessctlRun ran = run(order.line(address()));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    QCOMPARE(living(), before);
}

void TestKeyLines::theRootKeyIsChanged()
{
    const QString next = m_place->path(u"next's.key"_s);
    QCOMPARE(runAxessctl({u"key"_s, u"generate"_s, u"--out"_s, next}).exitCode, 0);
    AxessctlRun ran = run(KeyLine(address()).addRootKey(next));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    ran = run(KeyLine(address()).finishRootKey(next));
    QVERIFY2(ran.exitCode == 0, ran.errors.constData());

    VERIFY_FAILS(store(), ErrorCode::KeyMissing);
    VERIFY_OK(SessionStore::open(m_place->url(), RootKey::fromFile(next)));
}

QTEST_GUILESS_MAIN(TestKeyLines)
#include "tst_keylines.moc"
