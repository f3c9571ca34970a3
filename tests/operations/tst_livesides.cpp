// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "decoratedconnection.h"
#include "livetest.h"
#include "storefixture.h"

#include "operations/instancedocument_p.h"
#include "session/audited_p.h"
#include "session/timedvalue_p.h"

#include <axess/audit.h>
#include <axess/operations.h>
#include <axess/store.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Something that happens once, in the middle of what the test's own thread does.
class Interruption
{
public:
    /// When it is asked for the so manieth time from now on.
    void arm(int count, const std::function<void()> &happens)
    {
        m_thread = std::this_thread::get_id();
        m_happens = happens;
        m_count = count;
    }
    void come()
    {
        if (m_count > 0 && std::this_thread::get_id() == m_thread && --m_count == 0)
            std::exchange(m_happens, nullptr)();
    }

private:
    std::atomic<int> m_count = 0;
    std::thread::id m_thread;
    std::function<void()> m_happens;
};

/// The machine's clock; somebody looks at it between reading and writing.
class InterruptedClock final : public Clock
{
public:
    qint64 now() const override
    {
        interruption.come();
        return m_clock.now();
    }
    std::chrono::steady_clock::time_point monotonic() const override { return m_clock.monotonic(); }

    mutable Interruption interruption;

private:
    const SystemClock m_clock;
};

/// The kernel's generator; somebody asks it for a write id after the ticket was looked at, and before
/// writing.
class InterruptedRandom final : public RandomSource
{
public:
    Result<void> fill(std::span<std::byte> bytes) override
    {
        if (bytes.size() == SealedRow::WriteIdSize)
            interruption.come();
        return m_random.fill(bytes);
    }

    Interruption interruption;

private:
    SystemRandom m_random;
};

/// Interrupted after events were read.
class InterruptedConnection final : public DecoratedConnection
{
public:
    InterruptedConnection(std::unique_ptr<StorageConnection> inner,
                          std::shared_ptr<Interruption> interruption)
        : DecoratedConnection(std::move(inner))
        , m_interruption(std::move(interruption))
    { }

    bool isHeldBack() const override
    {
        m_interruption->come();
        return DecoratedConnection::isHeldBack();
    }

private:
    const std::shared_ptr<Interruption> m_interruption;
};

class InterruptedFactory final : public ConnectionFactory
{
public:
    explicit InterruptedFactory(std::shared_ptr<ConnectionFactory> inner)
        : m_inner(std::move(inner))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform(
            [this](std::unique_ptr<StorageConnection> connection) -> std::unique_ptr<StorageConnection> {
                return std::make_unique<InterruptedConnection>(std::move(connection), interruption);
            });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

    const std::shared_ptr<Interruption> interruption = std::make_shared<Interruption>();

private:
    const std::shared_ptr<ConnectionFactory> m_inner;
};

} // namespace

/// Another store comes to lead between reading and writing: what was read in one store is not written to the
/// other one by its revision or position.
class TestLiveSides : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void eventsAreForgottenWhereTheyWereRead();
    void anInstanceMissesNoWrites();
    void aValueThatWasPutAnewStays();
    void theAuditTrailDoesNotFork();
    void aSignInIsCountedWhereItIsWritten_data();
    void aSignInIsCountedWhereItIsWritten();

private:
    /// An application with the target as its standby.
    StorePointer opened(StoreOptions options);
    /// An instance, with the move begun.
    StorePointer begun(const std::shared_ptr<Clock> &clock,
                       const std::shared_ptr<ConnectionFactory> &factory);
    void cutOver(SessionStore &store);
};

LiveTest::StorePointer TestLiveSides::opened(StoreOptions options)
{
    options.standby = m_ends->target;
    options.standbyFactory = m_ends->targetOptions.factory;
    return SessionStore::open(m_ends->source, m_ends->rootKey, options).value();
}

LiveTest::StorePointer TestLiveSides::begun(const std::shared_ptr<Clock> &clock,
                                            const std::shared_ptr<ConnectionFactory> &factory)
{
    StoreOptions options = m_ends->sourceOptions;
    if (clock)
        options.clock = clock;
    if (factory)
        options.factory = factory;
    auto store = opened(options);
    const auto run = migration()->run(control());
    return run ? store : nullptr;
}

void TestLiveSides::cutOver(SessionStore &store)
{
    VERIFY_OK(migration()->cutOver(control()));
    QTRY_COMPARE_WITH_TIMEOUT(store.displayName(), m_ends->target.displayText(), 20'000);
}

// Beyond the other log's end every reader would be put there, and be told nothing until it has grown so far.
void TestLiveSides::eventsAreForgottenWhereTheyWereRead()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto factory = std::make_shared<InterruptedFactory>(m_ends->sourceOptions.factory);
    const auto store = begun({}, factory);
    QVERIFY(store);
    factory->interruption->arm(1, [&] { cutOver(*store); });
    const EventRetention all {1ms, 0};
    VERIFY_OK(trimHistory(*store, all, 10s));
    QCOMPARE(store->displayName(), m_ends->target.displayText());
    StoreCore &core = store->core();
    TAKE(forgotten, readDocument(core.storage(), DocumentName::EventsForgotten.toString(), core.deadline()));
    QVERIFY(!forgotten);
    TAKE(trimmed, trimHistory(*store, all, 10s));
    QVERIFY(trimmed > 0);
}

// Else operators would be told to end all sessions.
void TestLiveSides::anInstanceMissesNoWrites()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto clock = std::make_shared<InterruptedClock>();
    const auto store = begun(clock, {});
    QVERIFY(store);
    InstanceDocument document(store->core(), u"shop"_s);
    for (int moment = 1; moment <= 2; ++moment) {
        for (int i = 0; i < 6; ++i)
            VERIFY_OK(document.renew());
        clock->interruption.arm(moment, [&] { cutOver(*store); });
        // In the store that led it is refused.
        (void)document.renew();
        QTRY_VERIFY_WITH_TIMEOUT(document.renew().has_value(), 20'000);
        TAKE(known, instances(*store));
        QCOMPARE(known.size(), 1);
        QCOMPARE(known.constFirst().storeWentBack, 0);
        VERIFY_OK(migration()->rollBack(control()));
        QTRY_COMPARE_WITH_TIMEOUT(store->displayName(), m_ends->source.displayText(), 20'000);
    }
}

// The two revisions are the same by chance.
void TestLiveSides::aValueThatWasPutAnewStays()
{
    prepare(u"memory"_s, u"memory"_s, RootKey::none());
    const auto clock = std::make_shared<InterruptedClock>();
    const auto store = begun(clock, {});
    QVERIFY(store);
    const auto values = valueStore(store);
    VERIFY_OK(values->put(u"code"_s, "old", 1ms));
    VERIFY_OK(values->put(u"code"_s, "old", 1ms));
    std::this_thread::sleep_for(5ms);
    for (int moment = 1; moment <= 2; ++moment) {
        clock->interruption.arm(moment, [&] {
            cutOver(*store);
            // Refused for a moment more.
            QTRY_VERIFY_WITH_TIMEOUT(values->put(u"code"_s, "new", 0ms).has_value(), 20'000);
        });
        (void)removeEndedValues(store->core());
        clock->interruption.arm(0, {});
        if (store->displayName() == m_ends->target.displayText())
            break;
    }
    QCOMPARE(store->displayName(), m_ends->target.displayText());
    TAKE(value, values->get(u"code"_s));
    QCOMPARE(value, std::optional(QByteArray("new")));
}

void TestLiveSides::theAuditTrailDoesNotFork()
{
    prepare(u"memory"_s, u"memory"_s);
    const auto clock = std::make_shared<InterruptedClock>();
    const auto store = begun(clock, {});
    QVERIFY(store);
    const auto other = instance();
    Audit(store).attach();
    Audit(other).attach();
    const AuditAct act {u"test"_s, {}, {}};
    const auto trail = store->core().auditTrail();
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(trail->intend(act));
    clock->interruption.arm(1, [&] {
        cutOver(*store);
        QTRY_COMPARE_WITH_TIMEOUT(other->displayName(), m_ends->target.displayText(), 20'000);
        for (int i = 0; i < 2; ++i)
            VERIFY_OK(other->core().auditTrail()->intend(act));
    });
    TAKE(number, trail->intend(act));
    QCOMPARE(number, 6);
    TAKE(report, Audit(store).verify());
    QVERIFY2(report.isClean(), qPrintable(report.problems.join(u'\n')));
    QCOMPARE(report.entries, 6);
}

void TestLiveSides::aSignInIsCountedWhereItIsWritten_data()
{
    QTest::addColumn<bool>("isCycle");
    QTest::newRow("a new session") << false;
    QTest::newRow("a guest's") << true;
}

// The target knows nothing of a user without sessions: there the ticket would be as good as new.
void TestLiveSides::aSignInIsCountedWhereItIsWritten()
{
    QFETCH(const bool, isCycle);
    prepare(u"memory"_s, u"memory"_s);
    const auto random = std::make_shared<InterruptedRandom>();
    StoreOptions options = m_ends->sourceOptions;
    options.random = random;
    // Whatever comes in between, there is time left to write.
    options.callDeadline = 30s;
    const auto store = opened(options);
    TAKE(guest, store->save(guestRow()));
    SessionRow row = isCycle ? guest : guestRow();
    row.user = userNamed(u"zoe"_s);
    row.level = SessionLevel::Authenticated;
    TAKE(early, store->ticket(row.user));
    VERIFY_OK(store->signOutEverywhere(row.user));
    VERIFY_OK(migration()->run(control()));
    const auto signIn = [&](const SignInTicket &ticket) -> Result<SessionRow> {
        if (!isCycle)
            return store->save(row, SignIn {ticket});
        SystemRandom usual;
        return guest.token.renewed(usual).and_then(
            [&](const SessionToken &to) { return store->cycle(guest.token, to, row, SignIn {ticket}); });
    };
    random->interruption.arm(1, [&] { cutOver(*store); });
    VERIFY_FAILS(signIn(early), ErrorCode::Gone);
    QCOMPARE(store->displayName(), m_ends->target.displayText());
    TAKE(ids, store->findSessionsForUser(row.user));
    QVERIFY(ids.isEmpty());
    TAKE(fresh, store->ticket(row.user));
    VERIFY_OK(signIn(fresh));
}

QTEST_GUILESS_MAIN(TestLiveSides)
#include "tst_livesides.moc"
