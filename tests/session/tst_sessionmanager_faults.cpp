// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "faultyfactory.h"
#include "managerfixture.h"

#include <axess/backendregistry.h>

#include <QtCore/QLoggingCategory>
#include <QtCore/QTemporaryDir>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::array allFaults {Fault::Refused, Fault::CutBefore, Fault::CutAfter, Fault::HangsBefore,
                                Fault::HangsAfter};

/// A sealed store whose calls fail as planned.
class FaultySite
{
public:
    FaultySite(const QString &backend, std::chrono::milliseconds callDeadline)
    {
        const StoreUrl url = backend == u"sqlite" ? StoreUrl::forFile(m_folder.filePath(u"shop.db"_s))
                                                  : StoreUrl::parse(u"memory:"_s).value();
        m_faults
            = std::make_shared<FaultyFactory>(BackendRegistry().factory(url, AccessMode::ReadWrite).value());
        StoreOptions options;
        options.clock = clock;
        options.factory = m_faults;
        options.callDeadline = callDeadline;
        store = SessionStore::open(url, ManagerFixture::rootKey(), options).value();
        manager = std::make_unique<SessionManager>(store);
    }

    FaultPlan &plan() { return m_faults->plan(); }

    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<SessionStore> store;
    std::unique_ptr<SessionManager> manager;

private:
    QTemporaryDir m_folder;
    std::shared_ptr<FaultyFactory> m_faults;
};

// Where calls hang, deadlines are short, and a busy machine may miss one by itself: what is not under test
// insists.
template<typename Call> auto insist(Call call)
{
    auto answer = call();
    for (int i = 0; i < 20 && !answer && answer.error().code() == ErrorCode::Unavailable; ++i)
        answer = call();
    return answer.value();
}

/// A visitor with a stored session, the request that is under way, and what the store must hold afterwards.
struct Scene
{
    explicit Scene(FaultySite &where)
        : site(where)
    { }

    FaultySite &site;
    Browser browser;
    Session session;

    static UserId ada() { return ManagerFixture::user(u"ada"_s); }

    void begin()
    {
        Session guest = site.manager->start();
        guest.insert(u"basket"_s, 1);
        take(insist([&] { return site.manager->save(guest); }));
    }
    void signIn()
    {
        const SignInTicket ticket = insist([&] { return site.manager->ticket(ada()); });
        take(insist([&] { return site.manager->signIn(session, ticket); }));
    }
    void take(const Session &answered)
    {
        session = answered;
        browser.receive(answered);
    }
    /// The session that the browser's cookie brings when all is well again; nothing when it brings a guest's.
    std::optional<Session> next()
    {
        const Session seen = insist([&] { return site.manager->load(browser.header()); });
        m_wasCleared = seen.setCookie().has_value();
        return seen.isStored() ? std::optional(seen) : std::nullopt;
    }
    bool wasCleared() const { return m_wasCleared; }

private:
    bool m_wasCleared = false;
};

} // namespace

class TestSessionManagerFaults : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void initTestCase_data();
    void aLoadNeverLosesTheSession(); // Promise: 4
    void aNewGuestIsStoredOrTheErrorIsSaid();
    void aSaveIsKeptOrTheErrorIsSaid(); // Promise: 4
    void aMergedSaveKeepsBothOrTheErrorIsSaid();
    void aSignInHappensOrTheErrorIsSaid(); // Promise: 4
    void aSignInOfANewVisitorHappensOrTheErrorIsSaid();
    void aStepUpHappensOrTheErrorIsSaid();
    void aSignOutHappensOrTheErrorIsSaid(); // Promise: 4
    void aSignOutEverywhereHappensOrTheErrorIsSaid();
    void listsAreWholeOrAnError(); // Promise: 10
    void cleanupTestCase();

private:
    using Step = std::function<void(Scene &)>;
    void atEveryCall(const Step &prepare, const Step &act);

    int m_faults = 0;
};

// One global row a backend; within it, every fault at every call n until the step is done before call n.
void TestSessionManagerFaults::initTestCase_data()
{
    QTest::addColumn<QString>("backend");
    QTest::newRow("memory") << u"memory"_s;
#ifdef AXESS_TEST_SQLITE
    QTest::newRow("sqlite") << u"sqlite"_s;
#endif
}

void TestSessionManagerFaults::initTestCase()
{
    // What is put off or left behind is logged; here that is the point.
    QLoggingCategory::setFilterRules(u"axess.*=false"_s);
}

void TestSessionManagerFaults::atEveryCall(const Step &prepare, const Step &act)
{
    QFETCH_GLOBAL(const QString, backend);
    for (const Fault fault : allFaults) {
        const bool hangs = fault == Fault::HangsBefore || fault == Fault::HangsAfter;
        if (hangs && backend != u"memory")
            continue; // Each takes its time; what hangs is the decorator, so one backend tells all.
        FaultySite site(backend, hangs ? 200ms : 2000ms);
        for (int call = 1; call < 40; ++call) {
            Scene scene(site);
            prepare(scene);
            site.plan().arm(fault, call);
            act(scene);
            m_faults += site.plan().disarm();
            if (QTest::currentTestFailed()) {
                qWarning("fault %d at call %d", int(fault), call);
                return;
            }
            if (site.plan().calls() < call)
                break;
        }
    }
}

void TestSessionManagerFaults::aLoadNeverLosesTheSession()
{
    atEveryCall(
        [](Scene &scene) {
            scene.begin();
            scene.site.clock->advance(10min); // A touch is due.
        },
        [](Scene &scene) {
            const auto loaded = scene.site.manager->load(scene.browser.header());
            scene.site.plan().disarm();
            QVERIFY(loaded ? loaded->isStored() && !loaded->setCookie()
                           : loaded.error().code() == ErrorCode::Unavailable);
            QVERIFY(scene.next());
        });
}

void TestSessionManagerFaults::aNewGuestIsStoredOrTheErrorIsSaid()
{
    atEveryCall([](Scene &) {},
                [](Scene &scene) {
                    Session guest = scene.site.manager->start();
                    guest.insert(u"basket"_s, 7);
                    const auto saved = scene.site.manager->save(guest);
                    scene.site.plan().disarm();
                    if (!saved) {
                        QCOMPARE(saved.error().code(), ErrorCode::Unavailable);
                        return;
                    }
                    scene.take(*saved);
                    const auto next = scene.next();
                    QVERIFY(next && next->value(u"basket"_s) == QCborValue(7));
                });
}

void TestSessionManagerFaults::aSaveIsKeptOrTheErrorIsSaid()
{
    atEveryCall([](Scene &scene) { scene.begin(); },
                [](Scene &scene) {
                    scene.session.insert(u"basket"_s, 2);
                    const auto saved = scene.site.manager->save(scene.session);
                    scene.site.plan().disarm();
                    const auto next = scene.next();
                    QVERIFY(next && !scene.wasCleared());
                    if (saved)
                        QCOMPARE(next->value(u"basket"_s), QCborValue(2));
                    else if (saved.error().outcome() == Outcome::NotApplied)
                        QCOMPARE(next->value(u"basket"_s), QCborValue(1));
                    QVERIFY(saved || saved.error().code() == ErrorCode::Unavailable);
                });
}

void TestSessionManagerFaults::aMergedSaveKeepsBothOrTheErrorIsSaid()
{
    atEveryCall(
        [](Scene &scene) {
            scene.begin();
            Session other = scene.session;
            other.insert(u"language"_s, u"de"_s);
            insist([&] { return scene.site.manager->save(other); });
        },
        [](Scene &scene) {
            scene.session.insert(u"basket"_s, 2);
            const auto saved = scene.site.manager->save(scene.session);
            scene.site.plan().disarm();
            const auto next = scene.next();
            QVERIFY(next && !scene.wasCleared());
            QCOMPARE(next->value(u"language"_s), QCborValue(u"de"_s));
            if (saved)
                QCOMPARE(next->value(u"basket"_s), QCborValue(2));
            else if (saved.error().outcome() == Outcome::NotApplied)
                QCOMPARE(next->value(u"basket"_s), QCborValue(1));
        });
}

void TestSessionManagerFaults::aSignInHappensOrTheErrorIsSaid()
{
    atEveryCall([](Scene &scene) { scene.begin(); },
                [](Scene &scene) {
                    const auto ticket = scene.site.manager->ticket(Scene::ada());
                    if (!ticket) {
                        scene.site.plan().disarm();
                        QVERIFY(scene.next() && ticket.error().code() == ErrorCode::Unavailable);
                        return;
                    }
                    const auto signedIn = scene.site.manager->signIn(scene.session, *ticket);
                    scene.site.plan().disarm();
                    if (signedIn)
                        scene.take(*signedIn);
                    const auto next = scene.next();
                    // However it went, no cookie is cleared. A cycle whose reply is lost for good may leave
                    // it superseded.
                    QVERIFY(!scene.wasCleared());
                    if (signedIn)
                        QVERIFY(next && next->user() == Scene::ada()
                                && next->value(u"basket"_s) == QCborValue(1));
                    else if (signedIn.error().outcome() == Outcome::NotApplied)
                        QVERIFY(next && !next->isSignedIn() && next->value(u"basket"_s) == QCborValue(1));
                    QVERIFY(signedIn || signedIn.error().code() == ErrorCode::Unavailable);
                });
}

void TestSessionManagerFaults::aSignInOfANewVisitorHappensOrTheErrorIsSaid()
{
    atEveryCall([](Scene &) {},
                [](Scene &scene) {
                    const auto signedIn
                        = scene.site.manager->ticket(Scene::ada()).and_then([&](const SignInTicket &ticket) {
                              return scene.site.manager->signIn(scene.site.manager->start(), ticket);
                          });
                    scene.site.plan().disarm();
                    if (!signedIn) {
                        QCOMPARE(signedIn.error().code(), ErrorCode::Unavailable);
                        return;
                    }
                    scene.take(*signedIn);
                    const auto next = scene.next();
                    QVERIFY(next && next->user() == Scene::ada());
                });
}

void TestSessionManagerFaults::aStepUpHappensOrTheErrorIsSaid()
{
    atEveryCall(
        [](Scene &scene) {
            scene.begin();
            scene.signIn();
        },
        [](Scene &scene) {
            const auto raised = scene.site.manager->stepUp(scene.session);
            scene.site.plan().disarm();
            if (raised)
                scene.take(*raised);
            const auto next = scene.next();
            QVERIFY(!scene.wasCleared());
            if (raised)
                QVERIFY(next && next->level() == SessionLevel::SteppedUp);
            else if (raised.error().outcome() == Outcome::NotApplied)
                QVERIFY(next && next->level() == SessionLevel::Authenticated);
        });
}

void TestSessionManagerFaults::aSignOutHappensOrTheErrorIsSaid()
{
    atEveryCall([](Scene &scene) { scene.begin(); },
                [](Scene &scene) {
                    const auto signedOut = scene.site.manager->signOut(scene.session);
                    scene.site.plan().disarm();
                    const auto next = scene.next();
                    if (signedOut)
                        QVERIFY(!next && signedOut->setCookie());
                    else if (signedOut.error().outcome() == Outcome::NotApplied)
                        QVERIFY(next && next->value(u"basket"_s) == QCborValue(1));
                    QVERIFY(signedOut || signedOut.error().code() == ErrorCode::Unavailable);
                });
}

void TestSessionManagerFaults::aSignOutEverywhereHappensOrTheErrorIsSaid()
{
    atEveryCall(
        [](Scene &scene) {
            scene.begin();
            scene.signIn();
        },
        [](Scene &scene) {
            const auto ended
                = scene.site.manager->signOutEverywhere(scene.session, SessionManager::Spare::Nothing);
            scene.site.plan().disarm();
            const auto next = scene.next();
            if (ended)
                QVERIFY(!next);
            else if (ended.error().outcome() == Outcome::NotApplied)
                QVERIFY(next && next->isSignedIn());
            QVERIFY(ended || ended.error().code() == ErrorCode::Unavailable);
            insist([&] { return scene.site.store->signOutEverywhere(Scene::ada()); });
        });
}

void TestSessionManagerFaults::listsAreWholeOrAnError()
{
    atEveryCall(
        [](Scene &scene) {
            scene.begin();
            scene.signIn();
        },
        [](Scene &scene) {
            const auto own = scene.site.manager->sessionsOf(scene.session);
            const auto ended = scene.site.manager->end(scene.session, scene.session.id());
            scene.site.plan().disarm();
            QVERIFY(own ? own->size() == 1 : own.error().code() == ErrorCode::Unavailable);
            const auto next = scene.next();
            if (ended)
                QVERIFY(!next);
            else if (ended.error().outcome() == Outcome::NotApplied)
                QVERIFY(next.has_value());
            insist([&] { return scene.site.store->signOutEverywhere(Scene::ada()); });
        });
}

void TestSessionManagerFaults::cleanupTestCase()
{
    qInfo("%d faults; nothing was lost silently, no cookie was cleared", m_faults);
    QVERIFY(m_faults > 100);
}

QTEST_GUILESS_MAIN(TestSessionManagerFaults)
#include "tst_sessionmanager_faults.moc"
