// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfixture.h"

#include <axess/clock.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QList<SessionId> idsOf(const QList<SealedRow> &rows)
{
    QList<SessionId> ids;
    for (const SealedRow &row : rows)
        ids.append(row.id);
    return ids;
}

} // namespace

/// What becomes of writes whose answer was lost, or that no replica has confirmed.
class TestValkeySettling : public ValkeyTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(u"valkey"_s); }
    void cleanupTestCase() { stopServer(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void aWriteThatNoReplicaConfirmsIsUnknown(); // Promise: 2
    void replicasAreWaitedForWithinTheCall();
    void aLostSignInIsFinished();
    void aLostSignInThatWasOvertakenByARaiseIsTakenBack();
    void aLostSignInMakesRoom();
    void anothersWriteIsLeftAlone();

private:
    /// As a call leaves it that lost the answer to its write: registered, stored, not confirmed.
    NewRow lostSignIn();
    /// Whose row stands there then.
    QList<SessionId> settle(const NewRow &entry);
};

NewRow TestValkeySettling::lostSignIn()
{
    const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.limit = 2});
    NewRow plain = entry;
    plain.admission.reset();
    create(plain);
    return entry;
}

QList<SessionId> TestValkeySettling::settle(const NewRow &entry)
{
    const LostWrite lost {entry.row.id, entry.row.writeId, entry.admission};
    const auto rows = store().settle(only(lost), horizon());
    if (rows)
        return idsOf(*rows);
    QTest::qFail(qPrintable(rows.error().message()), __FILE__, __LINE__);
    return {};
}

void TestValkeySettling::aWriteThatNoReplicaConfirmsIsUnknown()
{
    TAKE(waiting, connect(urlWith(u"replicas=1&waitMs=50"_s)));
    const NewRow entry = aRow().entry();
    const auto created = waiting->create(only(entry), horizon());
    QVERIFY(!created);
    QCOMPARE(created.error().code(), ErrorCode::Unavailable);
    QCOMPARE(created.error().outcome(), Outcome::Unknown);
    TAKE(rows, waiting->load(only(entry.row.id)));
    QCOMPARE(rows.size(), 1);
    const Touch touch {entry.row.id, now() + Hour, now(), now() + Hour};
    VERIFY_OK(waiting->touch(only(touch), horizon()));

    // Reading it back does not help: what is confirmed is a write.
    const auto isUnknown = [](const auto &answer) {
        return !answer && answer.error().code() == ErrorCode::Unavailable
            && answer.error().outcome() == Outcome::Unknown;
    };
    const LostWrite lost {entry.row.id, entry.row.writeId, {}};
    QVERIFY(isUnknown(waiting->settle(only(lost), horizon())));
    const Removal removal {entry.row.id, EndReason::SignedOut, {}, now()};
    QVERIFY(isUnknown(waiting->remove(only(removal))));
    QVERIFY(isUnknown(waiting->remove(only(removal))));
    QVERIFY(keys("axess:untenanted*").isEmpty());
}

void TestValkeySettling::replicasAreWaitedForWithinTheCall()
{
    TAKE(waiting, connect(urlWith(u"replicas=1&waitMs=60000"_s)));
    waiting->setDeadline(Deadline::in(4s));
    const NewRow entry = aRow().entry();
    const auto created = waiting->create(only(entry), horizon());
    QVERIFY(!created);
    QCOMPARE(created.error().outcome(), Outcome::Unknown);
    QVERIFY2(created.error().message().contains(u"Only 0 of 1"_s), qPrintable(created.error().message()));
    QVERIFY(!waiting->isBroken());
}

void TestValkeySettling::aLostSignInIsFinished()
{
    const NewRow entry = lostSignIn();
    QCOMPARE(settle(entry), QList {entry.row.id});
    QCOMPARE(settle(entry), QList {entry.row.id});
    QCOMPARE(sessionsOf(u"ann"_s).size(), 1);
}

void TestValkeySettling::aLostSignInThatWasOvertakenByARaiseIsTakenBack()
{
    const NewRow entry = lostSignIn();
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    QVERIFY(settle(entry).isEmpty());
    TAKE(rows, store().load(only(entry.row.id)));
    QVERIFY(rows.isEmpty());
    QVERIFY(sessionsOf(u"ann"_s).isEmpty());
}

void TestValkeySettling::aLostSignInMakesRoom()
{
    const NewRow first = aRow().created(now() - 2 * Hour).user(u"ann"_s).entry();
    const NewRow second = aRow().created(now() - Hour).user(u"ann"_s).entry();
    create(first);
    create(second);
    const NewRow entry = lostSignIn();
    QCOMPARE(sessionsOf(u"ann"_s).size(), 3);
    QCOMPARE(settle(entry), QList {entry.row.id});
    QCOMPARE(idsOf(sessionsOf(u"ann"_s)), (QList {entry.row.id, second.row.id}));
}

// Another write than the lost one stands there: whoever wrote that has its own answer.
void TestValkeySettling::anothersWriteIsLeftAlone()
{
    const NewRow entry = lostSignIn();
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    NewRow other = entry;
    other.row.writeId = freshBytes(SealedRow::WriteIdSize);
    QCOMPARE(settle(other), QList {entry.row.id});
}

QTEST_GUILESS_MAIN(TestValkeySettling)
#include "tst_valkeysettling.moc"
