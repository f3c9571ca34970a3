// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "harmedstore.h"
#include "storefixture.h"
#include "verify.h"

#include "logouts/bulklogout.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

enum class Act : quint8 { LogOut, Undo, Bulk, BulkKeyless, Epoch };

} // namespace

/// Each act of the console on a server of its own, harmed while it acts: what the console says became of each
/// session is what the store holds, and nothing is called done that was not.
class TestLogOutFaults : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void init() { } // The harm is warned of, as it should be.
    void cleanupTestCase() { m_place.reset(); }

    void theConnectionIsLost_data();
    void theConnectionIsLost();
    void noAnswerComes_data();
    void noAnswerComes();
    void theServerIsAwayFromTheStart_data();
    void theServerIsAwayFromTheStart();
    void aJobWaitsOutAnOutage();
    void anotherOperatorIsFaster_data();
    void anotherOperatorIsFaster();
    void oneOfThemIsNotThere();

private:
    static void acts(const QList<Act> &left = {}); ///< Rows for all but these.
    /// Signed in, one after the other, under a user that no other test has.
    QList<SessionId> added(int count);
    std::unique_ptr<Console> console(Act act);
    BulkOrder order(Act act, const QList<SessionId> &ids) const;
    /// What a person is told: how many ended or live again for certain; absent = it failed as a whole.
    std::optional<qint64> done(Console &console, Act act, const QList<SessionId> &ids);
    int living(const QList<SessionId> &ids);
    /// Says the same once more, as the console's "try again" does, and looks whether all is as wanted then.
    void settles(Act act, const QList<SessionId> &ids);

    std::unique_ptr<HarmedStore> m_place;
    std::shared_ptr<SessionStore> m_store; ///< Past the proxy's harm: a connection of its own to the server.
    RevokeReport m_revoked; ///< What Act::Undo undoes.
    int m_users = 0;
};

void TestLogOutFaults::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"postgres"_s))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

void TestLogOutFaults::initTestCase()
{
    const QString setUp = FreshStore::asked(u"postgres"_s).constFirst();
    TAKE(place, HarmedStore::start(setUp));
    m_place = std::move(place);
    VERIFY_OK(m_place->initialise());
    TAKE(direct, SessionStore::open(m_place->directUrl(), m_place->rootKey()));
    m_store = direct;
}

void TestLogOutFaults::acts(const QList<Act> &left)
{
    QTest::addColumn<Act>("act");
    const std::pair<const char *, Act> all[] {{"log out", Act::LogOut},
                                              {"undo", Act::Undo},
                                              {"in bulk", Act::Bulk},
                                              {"in bulk without key", Act::BulkKeyless},
                                              {"epoch", Act::Epoch}};
    for (const auto &[name, act] : all) {
        if (!left.contains(act))
            QTest::newRow(name) << act;
    }
}

QList<SessionId> TestLogOutFaults::added(int count)
{
    ++m_users;
    QList<SessionId> ids;
    for (int i = 0; i < count; ++i) {
        SessionRow row = guestRow();
        row.user = userNamed(u"user%1"_s.arg(m_users));
        row.tenant = tenantNamed(u"tenant%1"_s.arg(m_users));
        row.level = SessionLevel::Authenticated;
        row.data.insert(u"n"_s, i);
        const SignIn signIn {m_store->ticket(row.user, row.tenant).value()};
        ids.append(m_store->save(row, signIn).value().id);
    }
    return ids;
}

std::unique_ptr<Console> TestLogOutFaults::console(Act act)
{
    StoreOptions options = m_place->options();
    options.callDeadline = HarmedStore::CallDeadline;
    const StoreUrl url = StoreUrl::parse(m_place->url()).value();
    const auto store = act == Act::BulkKeyless ? SessionStore::openKeyless(url, options)
                                               : SessionStore::open(url, m_place->rootKey(), options);
    return std::make_unique<Console>(store.value(), StoreAddress {m_place->url(), {}}, ConsoleMode::Admin);
}

BulkOrder TestLogOutFaults::order(Act act, const QList<SessionId> &ids) const
{
    BulkOrder order;
    order.title = u"Some"_s;
    order.ids = ids;
    order.reason = u"Test"_s;
    order.by = u"tester"_s;
    order.grace = 15min;
    if (act == Act::Epoch) {
        order.scope = LogOutScope::Tenant;
        order.way = LogOutWay::Epoch;
        order.tenant = tenantNamed(u"tenant%1"_s.arg(m_users));
    }
    return order;
}

std::optional<qint64> TestLogOutFaults::done(Console &console, Act act, const QList<SessionId> &ids)
{
    if (act == Act::LogOut || act == Act::Undo) {
        auto future = act == Act::LogOut ? console.logOut(ids, u"Test"_s, 15min) : console.undo({m_revoked});
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000))
            return std::nullopt;
        const ActReport report = future.result();
        if (report.error)
            return std::nullopt;
        return report.verified.size();
    }
    BulkLogOut job(console, order(act, ids));
    job.start();
    if (!QTest::qWaitFor([&] { return job.hasEnded(); }, 60'000) || job.state() != BulkLogOut::State::Done)
        return std::nullopt;
    return act == Act::Epoch ? ids.size() : job.job().counts.value(u"verified"_s);
}

int TestLogOutFaults::living(const QList<SessionId> &ids)
{
    int living = 0;
    for (const SessionId &id : ids) {
        const auto found = m_store->find(id);
        living += found && *found && (*found)->life == Life::Live ? 1 : 0;
    }
    return living;
}

void TestLogOutFaults::settles(Act act, const QList<SessionId> &ids)
{
    // The console that was harmed may still hold its calls: the next person comes by another.
    const auto other = console(act);
    const qsizetype wanted = act == Act::Undo ? ids.size() : 0;
    const bool isSettled = QTest::qWaitFor(
        [&] {
            if (living(ids) == wanted)
                return true;
            done(*other, act, ids);
            return living(ids) == wanted;
        },
        60'000);
    QVERIFY2(isSettled, qPrintable(u"%1 of %2 live"_s.arg(living(ids)).arg(ids.size())));
}

void TestLogOutFaults::theConnectionIsLost_data()
{
    acts();
}

// At each of many bytes of the talk, in both directions: before the commit leaves, and before its answer
// comes.
void TestLogOutFaults::theConnectionIsLost()
{
    QFETCH(const Act, act);
    for (const auto direction : {FaultProxy::Direction::ToServer, FaultProxy::Direction::ToClient}) {
        for (const qint64 offset : {1, 200, 900, 2500, 6000}) {
            const QList<SessionId> ids = added(5);
            if (act == Act::Undo) {
                TAKE(revoked, m_store->revoke(std::span<const SessionId>(ids), u"Test"_s, 15min));
                m_revoked = revoked;
            }
            const auto harmed = console(act);
            m_place->proxy()->cutAt(direction, offset);

            const std::optional<qint64> told = done(*harmed, act, ids);

            m_place->proxy()->recover();
            const qint64 ended = ids.size() - living(ids);
            const qint64 asWanted = act == Act::Undo ? living(ids) : ended;
            // Never more than is so; less is doubt, and doubt is told.
            QVERIFY2(
                told.value_or(0) <= asWanted,
                qPrintable(u"%1 told, %2 so, cut at %3"_s.arg(told.value_or(0)).arg(asWanted).arg(offset)));
            settles(act, ids);
            if (QTest::currentTestFailed())
                return;
        }
    }
}

void TestLogOutFaults::noAnswerComes_data()
{
    acts({Act::Bulk, Act::BulkKeyless}); // These wait: aJobWaitsOutAnOutage.
}

void TestLogOutFaults::noAnswerComes()
{
    QFETCH(const Act, act);
    const QList<SessionId> ids = added(5);
    if (act == Act::Undo) {
        TAKE(revoked, m_store->revoke(std::span<const SessionId>(ids), u"Test"_s, 15min));
        m_revoked = revoked;
    }
    const auto harmed = console(act);
    m_place->proxy()->stall();

    QVERIFY(!done(*harmed, act, ids).value_or(0));

    m_place->proxy()->recover();
    settles(act, ids);
}

void TestLogOutFaults::theServerIsAwayFromTheStart_data()
{
    acts({Act::BulkKeyless}); // It waits for the store, as a job does that stands in one.
}

void TestLogOutFaults::theServerIsAwayFromTheStart()
{
    QFETCH(const Act, act);
    const QList<SessionId> ids = added(5);
    if (act == Act::Undo) {
        TAKE(revoked, m_store->revoke(std::span<const SessionId>(ids), u"Test"_s, 15min));
        m_revoked = revoked;
    }
    const auto harmed = console(act);
    m_place->proxy()->refuse();
    m_place->proxy()->cutAll();

    QVERIFY(!done(*harmed, act, ids).value_or(0));

    m_place->proxy()->recover();
    QCOMPARE(living(ids), act == Act::Undo ? 0 : 5);
    settles(act, ids);
}

void TestLogOutFaults::aJobWaitsOutAnOutage()
{
    for (const Act act : {Act::Bulk, Act::BulkKeyless}) {
        const QList<SessionId> ids = added(300);
        const auto harmed = console(act);
        BulkOrder slow = order(act, ids);
        slow.rate = 100;
        BulkLogOut job(*harmed, slow);
        job.start();
        QTRY_VERIFY_WITH_TIMEOUT(living(ids) < 300, 30'000);
        m_place->proxy()->refuse();
        m_place->proxy()->cutAll();

        QTRY_VERIFY_WITH_TIMEOUT(job.trouble().has_value(), 30'000);
        QVERIFY(!job.hasEnded());
        m_place->proxy()->recover();

        QTRY_VERIFY_WITH_TIMEOUT(job.hasEnded(), 60'000);
        QCOMPARE(job.state(), BulkLogOut::State::Done);
        QCOMPARE(living(ids), 0);
        QCOMPARE(job.job().counts.value(u"verified"_s), 300);
    }
}

void TestLogOutFaults::anotherOperatorIsFaster_data()
{
    acts();
}

void TestLogOutFaults::anotherOperatorIsFaster()
{
    QFETCH(const Act, act);
    const QList<SessionId> ids = added(5);
    const auto mine = console(act);
    if (act == Act::Undo) {
        TAKE(revoked, m_store->revoke(std::span<const SessionId>(ids), u"Test"_s, 15min));
        m_revoked = revoked;
    }
    // Two of them, for good.
    TAKE(other, m_store->revoke(std::span<const SessionId>(ids).first(2), u"Other"_s, 0ms));

    const std::optional<qint64> told = done(*mine, act, ids);

    QVERIFY(told);
    // A log-out by ids takes the place of another's, which may have left a way back; an epoch counts nobody.
    const bool countsAll = act == Act::LogOut || act == Act::Epoch;
    QCOMPARE(*told, countsAll ? 5 : 3);
    QCOMPARE(living(ids), act == Act::Undo ? 3 : 0);
}

void TestLogOutFaults::oneOfThemIsNotThere()
{
    const QList<SessionId> ids = added(3);
    const auto mine = console(Act::LogOut);
    auto future
        = mine->logOut(ids + QList<SessionId> {*SessionId::fromText(QString(32, u'a'))}, u"Test"_s, 15min);
    QVERIFY(QTest::qWaitFor([&] { return future.isFinished(); }, 30'000));
    const ActReport report = future.result();
    QVERIFY(!report.error);
    QCOMPARE(report.requested, 4);
    QCOMPARE(report.store.done.size(), 3);
    QCOMPARE(report.store.gone.size(), 1);
    QCOMPARE(report.verified.size(), 3);
}

QTEST_MAIN(TestLogOutFaults)
#include "tst_logoutfaults.moc"
