// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What verifying finds in a store that was used as it should be: nothing.
class VerifyConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyStoreIsWhole();
    void whatTheVerbsLeaveIsWhole();
    void aRepairOfAWholeStoreChangesNothing();
    void smallStepsComeToTheSameEnd();
    void callsThatCannotBeAreRefused(); // Promise: 10
    void nothingIsLostWhileItRepairs();

private:
    /// The whole walk; fails the test when a step does.
    /// A database keeps its indexes itself, so only they are looked at, not the rows.
    bool looksAtEach() { return QStringList {u"memory"_s, u"valkey"_s}.contains(backend().url().backend()); }
    static qint64 findings(const VerifyStep &step);
    void fill();
};

qint64 VerifyConformance::findings(const VerifyStep &step)
{
    return step.unregistered + step.unindexed + step.stale + step.vanished + step.miscatalogued
        + step.unreadable + step.remarks.size();
}

// Guests and users, with tenants and without; signed in, cycled, touched, revoked, restored, removed, swept.
void VerifyConformance::fill()
{
    for (int i = 0; i < 60; ++i) {
        const QString tenant = i % 3 == 0 ? u"acme"_s : i % 3 == 1 ? u"a:b{c}%"_s : QString();
        const QString user = i % 4 == 0 ? QString() : u"user %1"_s.arg(i % 7);
        const SealedRow row = stored(aRow().tenant(tenant).user(user));
        if (i % 4 == 0 && i % 8 == 0)
            update(signInOf(row, u"late"_s, Admission {.limit = 5}));
        if (i % 5 == 1)
            update(saveOf(row));
        if (i % 5 == 2)
            touch({row.id, now() + Hour, now(), now() + Hour});
        if (i % 10 == 3)
            revoke(revocationOf(row.id, now(), now() + Hour));
        if (i % 10 == 7)
            remove(row.id);
    }
    stored(aRow().user(u"short"_s).endsAt(now() + Second));
    advance(2 * Minute);
    sweep();
}

void VerifyConformance::anEmptyStoreIsWhole()
{
    for (const VerifyMode mode : {VerifyMode::Report, VerifyMode::Repair}) {
        const VerifyStep sum = verifyAll(store(), mode);
        QCOMPARE(findings(sum), 0);
        QCOMPARE(sum.repaired, 0);
        QCOMPARE(sum.sessions, 0);
    }
}

void VerifyConformance::whatTheVerbsLeaveIsWhole()
{
    fill();
    const VerifyStep sum = verifyAll(store(), VerifyMode::Report);
    QVERIFY2(findings(sum) == 0, qPrintable(sum.remarks.join(u' ')));
    if (looksAtEach())
        QCOMPARE(sum.sessions, page({}).size());
}

void VerifyConformance::aRepairOfAWholeStoreChangesNothing()
{
    fill();
    const QList<SessionId> before = page({});
    TAKE(users, store().users({}, {}, 1000));
    const VerifyStep sum = verifyAll(store(), VerifyMode::Repair);
    QCOMPARE(findings(sum), 0);
    QCOMPARE(sum.repaired, 0);
    QCOMPARE(page({}), before);
    TAKE(after, store().users({}, {}, 1000));
    QCOMPARE(after.users.size(), users.users.size());
}

void VerifyConformance::smallStepsComeToTheSameEnd()
{
    fill();
    const VerifyStep sum = verifyAll(store(), VerifyMode::Report, 7);
    QCOMPARE(findings(sum), 0);
    if (looksAtEach())
        QVERIFY(sum.sessions >= page({}).size());
}

void VerifyConformance::callsThatCannotBeAreRefused()
{
    const auto request = [&](int bucket, const QByteArray &cursor, int limit) {
        return VerifyRequest {VerifyMode::Report, bucket, cursor, limit, horizon()};
    };
    VERIFY_FAILS(store().verify(request(-1, {}, 10)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().verify(request(0, {}, 0)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().verify(request(0, {}, 1001)), ErrorCode::InvalidArgument);
    for (const QByteArray &cursor : {"junk"_ba, "X::0"_ba, "S::"_ba, QByteArray(3, '\0')})
        VERIFY_FAILS(store().verify(request(0, cursor, 10)), ErrorCode::InvalidArgument);
}

// Four callers sign in, save and remove while it walks: who was answered "stored" is there and listed.
void VerifyConformance::nothingIsLostWhileItRepairs()
{
    constexpr int callers = 4;
    constexpr int rounds = 40;
    std::atomic<int> atWork = callers;
    std::atomic<int> failures = 0;
    std::array<QList<SessionId>, callers> kept;
    std::vector<std::jthread> threads;
    for (int caller = 0; caller < callers; ++caller) {
        threads.emplace_back([&, caller] {
            auto connected = factory().connect(Deadline::in(std::chrono::seconds(60)));
            for (int round = 0; connected && round < rounds; ++round) {
                (*connected)->setDeadline(Deadline::in(std::chrono::seconds(60)));
                // Old enough for a verification to look at.
                const SealedRow row = aRow().created(now() - Hour).row();
                const NewRow entry {.row = row, .admission = {}, .event = EventKind::Created};
                const auto created = (*connected)->create(only(entry), horizon());
                RowUpdate signIn = signInOf(row, u"user %1"_s.arg(round % 3));
                signIn.row.authenticatedAt = now();
                const auto signedIn = (*connected)->update(only(signIn), horizon());
                const bool isStored
                    = created && signedIn && signedIn->constFirst().status == WriteStatus::Stored;
                failures += isStored ? 0 : 1;
                const Removal removal {row.id, EndReason::SignedOut, {}, now()};
                if (round % 2 == 0)
                    kept[std::size_t(caller)].append(row.id);
                else if (!(*connected)->remove(only(removal)))
                    ++failures;
            }
            failures += connected ? 0 : 1;
            --atWork;
        });
    }
    const auto verifier = connection();
    QVERIFY(verifier);
    do {
        verifier->setDeadline(Deadline::in(std::chrono::seconds(60)));
        const VerifyStep sum = verifyAll(*verifier, VerifyMode::Repair);
        QCOMPARE(sum.vanished, 0);
    } while (atWork > 0);
    threads.clear();
    QCOMPARE(failures.load(), 0);

    QList<SessionId> listed;
    for (int i = 0; i < 3; ++i) {
        TAKE(sessions, store().sessionsOf({}, userOf(u"user %1"_s.arg(i)), {}, 1000, horizon()));
        listed += idsOf(sessions.rows);
    }
    QList<SessionId> expected;
    for (const QList<SessionId> &ids : kept)
        expected += ids;
    QCOMPARE(sorted(listed), sorted(expected));
    advance(2 * Minute);
    verifyAll(store(), VerifyMode::Repair);
    QCOMPARE(findings(verifyAll(store(), VerifyMode::Report)), 0);
}

CONFORMANCE_TOPIC(verify, VerifyConformance)
#include "tst_verify.moc"
