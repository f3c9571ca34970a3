// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "managerfixture.h"

#include <axess/asyncsessionmanager.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSessionManagerSave : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void withoutChangesNothingIsWritten();
    void twoRequestsThatChangeDifferentKeysBothStay();
    void asFuturesTheyBothStayToo();
    void theSameKeyChangedTwiceIsTheLaterOne();
    void aRemovedKeyStaysRemoved();
    void rejectSaysConflictAndKeepsTheFirst(); // Promise: 2
    void lastWriteReplacesEverything();
    void aRequestFromBeforeTheSignInNeverWritesIntoTheSessionAfterIt(); // Promise: 1
    void aRequestFromBeforeTheStepUpIsGoneToo();
    void anEndedSessionIsGoneAndStaysGone(); // Promise: 1
    void tooMuchDataIsRefusedAndNothingIsWritten();
    void eightThreadsThatAddAKeyEachLoseNone(); // Promise: 2
    void aSecondSaveInOneRequestNeedsNoReload();
    void whatTheClientSaysOfItselfIsKeptForLists();
};

void TestSessionManagerSave::withoutChangesNothingIsWritten()
{
    ManagerFixture site;
    Browser browser;
    const Session session = site.put(browser, u"basket"_s, 1);
    const quint64 before = site.writes();

    TAKE(same, site.manager.save(session));

    QCOMPARE(same.row().revision, session.row().revision);
    QCOMPARE(site.writes(), before);
}

void TestSessionManagerSave::twoRequestsThatChangeDifferentKeysBothStay()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"basket"_s, 1);
    Session one = site.visit(browser);
    Session other = site.visit(browser);
    one.insert(u"language"_s, u"de"_s);
    other.insert(u"basket"_s, 2);

    VERIFY_OK(site.manager.save(one));
    TAKE(merged, site.manager.save(other));

    QCOMPARE(merged.value(u"language"_s), QCborValue(u"de"_s));
    QCOMPARE(merged.value(u"basket"_s), QCborValue(2));
    QCOMPARE(site.visit(browser).row().data, merged.row().data);
    QCOMPARE(site.counted(Counter::MergeRetries), 1U);
}

void TestSessionManagerSave::asFuturesTheyBothStayToo()
{
    ManagerFixture site;
    AsyncSessionManager futures(site.store);
    Browser browser;
    site.put(browser, u"basket"_s, 0);
    QList<QFuture<Result<Session>>> saves;
    for (int i = 1; i <= 8; ++i) {
        Session session = site.visit(browser);
        session.insert(QString::number(i), i);
        saves.append(futures.save(session));
    }
    for (const auto &save : saves)
        VERIFY_OK(save.result());
    const Session stored = site.visit(browser);
    for (int i = 1; i <= 8; ++i)
        QCOMPARE(stored.value(QString::number(i)), QCborValue(i));

    Session ended = stored;
    ended.insert(u"late"_s, 1);
    VERIFY_OK(site.manager.signOut(stored));
    VERIFY_FAILS(futures.save(ended).result(), ErrorCode::Gone);
}

void TestSessionManagerSave::theSameKeyChangedTwiceIsTheLaterOne()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"basket"_s, 1);
    Session one = site.visit(browser);
    Session other = site.visit(browser);
    one.insert(u"basket"_s, 2);
    other.insert(u"basket"_s, 3);

    VERIFY_OK(site.manager.save(one));
    VERIFY_OK(site.manager.save(other));

    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(3));
}

void TestSessionManagerSave::aRemovedKeyStaysRemoved()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"flash"_s, u"Welcome"_s);
    Session one = site.visit(browser);
    Session other = site.visit(browser);
    one.remove(u"flash"_s);
    other.insert(u"basket"_s, 1);

    VERIFY_OK(site.manager.save(one));
    TAKE(merged, site.manager.save(other));

    QVERIFY(merged.value(u"flash"_s).isUndefined());
}

void TestSessionManagerSave::rejectSaysConflictAndKeepsTheFirst()
{
    ManagerFixture site({.merge = MergePolicy::Reject});
    Browser browser;
    site.put(browser, u"basket"_s, 1);
    Session one = site.visit(browser);
    Session other = site.visit(browser);
    one.insert(u"basket"_s, 2);
    other.insert(u"language"_s, u"de"_s);

    VERIFY_OK(site.manager.save(one));
    VERIFY_FAILS(site.manager.save(other), ErrorCode::Conflict);

    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(2));
    QVERIFY(site.visit(browser).value(u"language"_s).isUndefined());
}

void TestSessionManagerSave::lastWriteReplacesEverything()
{
    ManagerFixture site({.merge = MergePolicy::LastWrite});
    Browser browser;
    site.put(browser, u"basket"_s, 1);
    Session one = site.visit(browser);
    Session other = site.visit(browser);
    one.insert(u"basket"_s, 2);
    other.insert(u"language"_s, u"de"_s);

    VERIFY_OK(site.manager.save(one));
    VERIFY_OK(site.manager.save(other));

    QCOMPARE(site.visit(browser).row().data, other.row().data);
}

void TestSessionManagerSave::aRequestFromBeforeTheSignInNeverWritesIntoTheSessionAfterIt()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"basket"_s, 1);
    Session slow = site.visit(browser);
    slow.insert(u"basket"_s, 99);
    site.signIn(browser, u"ada"_s);

    VERIFY_FAILS(site.manager.save(slow), ErrorCode::Gone);

    QCOMPARE(site.visit(browser).value(u"basket"_s), QCborValue(1));
}

void TestSessionManagerSave::aRequestFromBeforeTheStepUpIsGoneToo()
{
    ManagerFixture site;
    Browser browser;
    const Session signedIn = site.signIn(browser, u"ada"_s);
    Session slow = signedIn;
    slow.insert(u"basket"_s, 99);
    site.answered(browser, site.manager.stepUp(signedIn));

    VERIFY_FAILS(site.manager.save(slow), ErrorCode::Gone);
    QVERIFY(site.visit(browser).value(u"basket"_s).isUndefined());
}

void TestSessionManagerSave::anEndedSessionIsGoneAndStaysGone()
{
    ManagerFixture site;
    Browser browser;
    Session slow = site.put(browser, u"basket"_s, 1);
    slow.insert(u"basket"_s, 2);
    VERIFY_OK(site.manager.signOut(site.visit(browser)));

    VERIFY_FAILS(site.manager.save(slow), ErrorCode::Gone);

    QCOMPARE(site.rows(), 0);
    QVERIFY(!site.visit(browser).isStored());
}

void TestSessionManagerSave::tooMuchDataIsRefusedAndNothingIsWritten()
{
    ManagerFixture site;
    Browser browser;
    Session session = site.put(browser, u"basket"_s, 1);
    session.insert(u"picture"_s, QByteArray(64 * 1024, 'x'));
    Session guest = site.manager.start();
    guest.insert(u"picture"_s, QByteArray(64 * 1024, 'x'));

    VERIFY_FAILS(site.manager.save(session), ErrorCode::InvalidArgument);
    VERIFY_FAILS(site.manager.save(guest), ErrorCode::InvalidArgument);

    QVERIFY(site.visit(browser).value(u"picture"_s).isUndefined());
    QCOMPARE(site.rows(), 1);
}

void TestSessionManagerSave::eightThreadsThatAddAKeyEachLoseNone()
{
    ManagerFixture site;
    Browser browser;
    site.put(browser, u"basket"_s, 1);
    constexpr int threads = 8;
    constexpr int keys = 25;
    const auto addKeys = [&](int thread) {
        for (int i = 0; i < keys; ++i) {
            Result<Session> saved = std::unexpected(Error(ErrorCode::Conflict, u"not tried"_s));
            while (!saved && saved.error().code() == ErrorCode::Conflict) {
                Session session = site.manager.load(browser.header()).value();
                session.insert(u"%1/%2"_s.arg(thread).arg(i), i);
                saved = site.manager.save(session);
            }
            saved.value();
        }
    };
    {
        std::vector<std::jthread> running;
        for (int thread = 0; thread < threads; ++thread)
            running.emplace_back(addKeys, thread);
    }
    QCOMPARE(site.visit(browser).row().data.names().size(), 1 + threads * keys);
}

void TestSessionManagerSave::aSecondSaveInOneRequestNeedsNoReload()
{
    ManagerFixture site;
    Browser browser;
    Session session = site.put(browser, u"a"_s, 1);
    session.insert(u"b"_s, 2);
    TAKE(second, site.manager.save(session));
    second.insert(u"c"_s, 3);
    TAKE(third, site.manager.save(second));

    QCOMPARE(third.row().revision, 3U);
    QCOMPARE(third.setCookie(), session.setCookie());
    QCOMPARE(site.counted(Counter::MergeRetries), 0U);
}

void TestSessionManagerSave::whatTheClientSaysOfItselfIsKeptForLists()
{
    ManagerFixture site;
    Session session
        = site.manager.start({.client = {.address = u"192.0.2.1"_s, .userAgent = u"curl"_s, .label = {}}});
    session.insert(u"a"_s, 1);
    TAKE(stored, site.manager.save(session));

    TAKE(page, site.store->page({}));

    QCOMPARE(page.sessions.size(), 1);
    QCOMPARE(page.sessions.first().row.client.address, u"192.0.2.1"_s);
}

QTEST_GUILESS_MAIN(TestSessionManagerSave)
#include "tst_sessionmanager_save.moc"
