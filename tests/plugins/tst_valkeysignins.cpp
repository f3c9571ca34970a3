// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfixture.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// What stands in a user's registry while sessions begin, and is left there by who died over it.
class TestValkeySignIns : public ValkeyTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(u"valkey"_s); }
    void cleanupTestCase() { stopServer(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void aMemberWithoutASessionCountsForAMinute();
    void aGuestThatSignsInCounts();
    void whoIsAboutToJoinGivesWay();
    void whoIsBeingDisplacedIsNotCountedAgain();
    void whoWasToBeDisplacedEndsAllTheSame();
    void aSessionThatWasNotConfirmedIsListed();
    void aSignInDoomedByARaiseIsNotListed();
    void aSessionOutOfItsRegistryComesBackWithAStepUp();

private:
    static QByteArray registry() { return keyOfAnn("registry"); }
    static QByteArray joining() { return keyOfAnn("joining"); }
    QByteArray atNow() const { return QByteArray::number(now()); }
};

void TestValkeySignIns::aMemberWithoutASessionCountsForAMinute()
{
    // As an instance leaves it that died between the registry and the session.
    const SessionId id = freshId();
    ask({"ZADD", registry(), QByteArray::number(now() + 12 * Hour), id.bytes()});
    ask({"ZADD", joining(), atNow(), id.bytes() + QByteArray(8, '\0')});
    const Admission admission {.limit = 1, .policy = LimitPolicy::DenyNew};
    QCOMPARE(create(aRow().user(u"ann"_s).entry(admission)).status, WriteStatus::Denied);
    QVERIFY(sessionsOf(u"ann"_s).isEmpty());
    horizon().now += Minute + 1;
    QCOMPARE(create(aRow().user(u"ann"_s).entry(admission)).status, WriteStatus::Stored);
    QCOMPARE(sessionsOf(u"ann"_s).size(), 1);
}

void TestValkeySignIns::aGuestThatSignsInCounts()
{
    // Registered, and its row is still the guest's.
    const NewRow guest = aRow().entry();
    create(guest);
    ask({"ZADD", registry(), QByteArray::number(now() + 12 * Hour), guest.row.id.bytes()});
    ask({"ZADD", joining(), atNow(), guest.row.id.bytes() + QByteArray(8, '\0')});
    const Admission admission {.limit = 1, .policy = LimitPolicy::DenyNew};
    QCOMPARE(create(aRow().user(u"ann"_s).entry(admission)).status, WriteStatus::Denied);
    horizon().now += Minute + 1;
    QCOMPARE(create(aRow().user(u"ann"_s).entry(admission)).status, WriteStatus::Stored);
}

void TestValkeySignIns::whoIsAboutToJoinGivesWay()
{
    const SessionId id = freshId();
    const QByteArray name = id.bytes() + QByteArray(8, '\0');
    ask({"ZADD", registry(), QByteArray::number(now() + 12 * Hour), id.bytes()});
    ask({"ZADD", joining(), atNow(), name});
    QCOMPARE(create(aRow().user(u"ann"_s).entry(Admission {.limit = 1})).status, WriteStatus::Stored);
    // Whoever is about to write it will not be confirmed.
    QCOMPARE(ask({"ZSCORE", registry(), id.bytes()}), "");
    QCOMPARE(ask({"ZCARD", joining()}), "0");
    QCOMPARE(sessionsOf(u"ann"_s).size(), 1);
}

void TestValkeySignIns::whoIsBeingDisplacedIsNotCountedAgain()
{
    // Another sign-in was registered and makes the three oldest leave. Two sessions with earlier times were
    // written since then, by clients that took longer.
    const NewRow leaving[] {aRow().user(u"ann"_s).created(now() - 5).entry(),
                            aRow().user(u"ann"_s).created(now() - 4).entry(),
                            aRow().user(u"ann"_s).created(now() - 3).entry()};
    const NewRow others[] {aRow().user(u"ann"_s).created(now() - 7).entry(),
                           aRow().user(u"ann"_s).created(now() - 6).entry(),
                           aRow().user(u"ann"_s).created(now() - 2).entry()};
    const SessionId displacing = freshId();
    for (const NewRow &entry : others)
        create(entry);
    ask({"ZADD", registry(), QByteArray::number(now() + 12 * Hour), displacing.bytes()});
    ask({"ZADD", joining(), atNow(), displacing.bytes() + QByteArray(8, '\0')});
    for (const NewRow &entry : leaving) {
        create(entry);
        ask({"ZADD", joining(), atNow(), entry.row.id.bytes() + displacing.bytes()});
    }
    const WriteOutcome outcome = create(aRow().user(u"ann"_s).entry(Admission {.limit = 4}));
    QCOMPARE(outcome.status, WriteStatus::Stored);
    QCOMPARE(outcome.displaced.size(), 4);
    for (const NewRow &entry : leaving)
        QVERIFY(outcome.displaced.contains(entry.row.id));
    QVERIFY(outcome.displaced.contains(others[0].row.id));
    // With the one that is about to be written: four.
    QCOMPARE(sessionsOf(u"ann"_s).size(), 3);
}

void TestValkeySignIns::whoWasToBeDisplacedEndsAllTheSame()
{
    // As an instance leaves it that died when it had registered a session and marked whom it displaces.
    const SessionId displacing = freshId();
    const NewRow marked = aRow().user(u"ann"_s).created(now() - 1).entry();
    const NewRow older = aRow().user(u"ann"_s).created(now() - 2).entry();
    create(marked);
    create(older);
    const QByteArray mark = marked.row.id.bytes() + displacing.bytes();
    ask({"ZADD", joining(), atNow(), mark});
    const Admission denies {.limit = 2, .policy = LimitPolicy::DenyNew};
    QCOMPARE(create(aRow().user(u"ann"_s).entry(denies)).status, WriteStatus::Denied);
    const NewRow newest = aRow().user(u"ann"_s).entry(Admission {.limit = 2});
    const WriteOutcome outcome = create(newest);
    QCOMPARE(outcome.displaced, QList<SessionId> {marked.row.id});
    QCOMPARE(sessionsOf(u"ann"_s).size(), 2);
    // Its own mark it takes back; that of the dead one goes by time.
    QCOMPARE(ask({"ZSCORE", joining(), marked.row.id.bytes() + newest.row.id.bytes()}), "");
    QCOMPARE(ask({"ZSCORE", joining(), mark}).toLongLong(), now());
}

void TestValkeySignIns::aSessionThatWasNotConfirmedIsListed()
{
    // As an instance leaves it that died between the session and the confirmation.
    const NewRow entry = aRow().user(u"ann"_s).entry();
    create(entry);
    ask({"ZADD", joining(), atNow(), entry.row.id.bytes() + QByteArray(8, '\0')});
    QCOMPARE(sessionsOf(u"ann"_s).size(), 1);
}

void TestValkeySignIns::aSignInDoomedByARaiseIsNotListed()
{
    const NewRow entry = aRow().user(u"ann"_s).entry();
    create(entry);
    ask({"DEL", joining()});
    ask({"ZADD", joining(), atNow(), entry.row.id.bytes() + QByteArray(8, '\0')});
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    QVERIFY(sessionsOf(u"ann"_s).isEmpty());
    // Nobody took it back: its writer has died.
    horizon().now += Minute + 1;
    QCOMPARE(sessionsOf(u"ann"_s).size(), 1);
}

void TestValkeySignIns::aSessionOutOfItsRegistryComesBackWithAStepUp()
{
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 2});
    QCOMPARE(create(entry).status, WriteStatus::Stored);
    ask({"DEL", registry()});
    QVERIFY(sessionsOf(u"ann"_s).isEmpty());
    const RowUpdate stepUp = signInOf(entry.row, u"ann"_s, Admission {.limit = 2});
    VERIFY_OK(store().update(only(stepUp), horizon()));
    QCOMPARE(sessionsOf(u"ann"_s).size(), 1);
}

QTEST_GUILESS_MAIN(TestValkeySignIns)
#include "tst_valkeysignins.moc"
