// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/asyncsessionstore.h>
#include <axess/store.h>

#include <atomic>
#include <semaphore>
#include <stdexcept>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The narrow surfaces: data by id, small values, and the same verbs as futures.
class TestStoreAdapters : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void dataOfALiveSessionIsReplacedById();
    void dataNeverBringsASessionBack(); // Promise: 1
    void aPutBeatsASaveFromBefore();
    void aValueIsKeptUntilItsTimeIsOver();
    void aValueIsSealedAndBoundToItsKey();
    void aValueHasABoundedSizeAndKey();
    void theAsyncStoreGivesTheSameAnswers();
    void destroyingTheAsyncStoreWaitsForWhatIsUnderWay();
    void theLastOwnerMayLetGoInItsOwnThread();
    void aFullAsyncQueueRefuses(); // Promise: 9
    void anAsyncCallThatWaitedForItsWholeTimeIsNotBegun();
    void anExceptionReachesItsOwnFutureOnly();
    void aValueMayLiveForEver();
    void dataOfALaterSchemaIsNeitherReadNorReplaced();

private:
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestStoreAdapters::init()
{
    AxessTest::init();
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
}

void TestStoreAdapters::dataOfALiveSessionIsReplacedById()
{
    const auto data = sessionDataStore(m_store);
    TAKE(row, m_store->save(guestRow()));
    SessionData other;
    other.insert(u"seen"_s, true);
    m_fixture->clock->advance(5min);
    VERIFY_OK(data->put(row.id, other, 0ms));
    TAKE(stored, data->get(row.id));
    QCOMPARE(stored, other);
    TAKE(loaded, m_store->load(row.token));
    QCOMPARE(loaded->data, other);
    QCOMPARE(loaded->idleDeadline, row.idleDeadline);
    VERIFY_FAILS(data->put(row.id, other, 1s), ErrorCode::InvalidArgument);
}

void TestStoreAdapters::dataNeverBringsASessionBack()
{
    const auto data = sessionDataStore(m_store);
    TAKE(row, m_store->save(guestRow()));
    VERIFY_OK(data->remove(row.id));
    VERIFY_FAILS(data->put(row.id, row.data, 0ms), ErrorCode::Gone);
    TAKE(absent, data->get(row.id));
    QVERIFY(!absent);
    TAKE(expiring, m_store->save(guestRow()));
    m_fixture->clock->advance(31min);
    VERIFY_FAILS(data->put(expiring.id, row.data, 0ms), ErrorCode::Gone);
    TAKE(expired, data->get(expiring.id));
    QVERIFY(!expired);
}

void TestStoreAdapters::aPutBeatsASaveFromBefore()
{
    const auto data = sessionDataStore(m_store);
    TAKE(row, m_store->save(guestRow()));
    VERIFY_OK(data->put(row.id, {}, 0ms));
    VERIFY_FAILS(m_store->save(row), ErrorCode::Conflict);
}

void TestStoreAdapters::aValueIsKeptUntilItsTimeIsOver()
{
    const auto values = valueStore(m_store);
    TAKE(absent, values->get(u"colour"_s));
    QVERIFY(!absent);
    VERIFY_OK(values->put(u"colour"_s, "red", 10min));
    VERIFY_OK(values->put(u"shape"_s, "round", 0ms));
    TAKE(colour, values->get(u"colour"_s));
    QCOMPARE(colour, QByteArray("red"));
    m_fixture->clock->advance(10min);
    TAKE(gone, values->get(u"colour"_s));
    QVERIFY(!gone);
    VERIFY_OK(values->put(u"colour"_s, "blue", 1min));
    TAKE(blue, values->get(u"colour"_s));
    QCOMPARE(blue, QByteArray("blue"));
    m_fixture->clock->advance(24h);
    TAKE(shape, values->get(u"shape"_s));
    QCOMPARE(shape, QByteArray("round"));
    VERIFY_OK(values->remove(u"shape"_s));
    VERIFY_OK(values->remove(u"shape"_s));
    TAKE(removed, values->get(u"shape"_s));
    QVERIFY(!removed);
}

void TestStoreAdapters::aValueIsSealedAndBoundToItsKey()
{
    const auto values = valueStore(m_store);
    VERIFY_OK(values->put(u"a"_s, "secret words", 0ms));
    VERIFY_OK(values->put(u"b"_s, "other words", 0ms));
    const auto connection = m_fixture->connection();
    TAKE(a, connection->document(u"value/a"_s));
    QVERIFY(!a->bytes.contains("secret"));
    VERIFY_OK(connection->putDocument(u"value/b"_s, a->bytes, 1));
    VERIFY_FAILS(values->get(u"b"_s), ErrorCode::Corrupt);
}

void TestStoreAdapters::aValueHasABoundedSizeAndKey()
{
    const auto values = valueStore(m_store);
    VERIFY_OK(values->put(u"k"_s, QByteArray(16 * 1024, 'x'), 0ms));
    VERIFY_FAILS(values->put(u"k"_s, QByteArray(16 * 1024 + 1, 'x'), 0ms), ErrorCode::InvalidArgument);
    VERIFY_FAILS(values->put(u"k"_s, "x", -1ms), ErrorCode::InvalidArgument);
    VERIFY_FAILS(values->put(QString(), "x", 0ms), ErrorCode::InvalidArgument);
    VERIFY_FAILS(values->put(QString(201, u'k'), "x", 0ms), ErrorCode::InvalidArgument);
    VERIFY_FAILS(values->get(QString(QChar(0))), ErrorCode::InvalidArgument);
}

void TestStoreAdapters::theAsyncStoreGivesTheSameAnswers()
{
    AsyncSessionStore async(m_store);
    TAKE(row, async.save(guestRow()).result());
    TAKE(loaded, async.load(row.token).result());
    QCOMPARE(loaded->data, row.data);
    TAKE(to, m_store->renewed(row.token));
    TAKE(cycled, async.cycle(row.token, to, row).result());
    VERIFY_FAILS(async.load(row.token).result(), ErrorCode::Superseded);
    TAKE(page, async.run([](SessionStore &store) { return store.page({}); }).result());
    QCOMPARE(page.sessions.size(), 1);
    VERIFY_OK(async.remove(cycled.id).result());
    TAKE(swept, async.cleanupExpired().result());
    QCOMPARE(swept, 0);
    TAKE(ids, async.findSessionsForUser(userNamed(u"ada"_s)).result());
    QVERIFY(ids.isEmpty());
}

void TestStoreAdapters::destroyingTheAsyncStoreWaitsForWhatIsUnderWay()
{
    QList<QFuture<Result<SessionRow>>> saves;
    {
        AsyncSessionStore async(m_store, 4);
        for (int i = 0; i < 200; ++i)
            saves.append(async.save(guestRow()));
    }
    for (const auto &save : saves) {
        QVERIFY(save.isFinished());
        VERIFY_OK(save.result());
    }
}

void TestStoreAdapters::theLastOwnerMayLetGoInItsOwnThread()
{
    struct Marks
    {
        std::binary_semaphore begin {0};
        std::binary_semaphore gone {0};
    };
    const auto marks = std::make_shared<Marks>();
    auto async = std::make_shared<AsyncSessionStore>(m_store, 1);
    const std::weak_ptr<AsyncSessionStore> watched = async;
    const auto first = async->run([marks](SessionStore &) {
        marks->begin.acquire();
        return 1;
    });
    const auto second = async->run([](SessionStore &store) { return store.health().health; });
    auto dropped = QFuture<int>(first).then([marks, held = std::move(async)](int) mutable {
        held.reset();
        marks->gone.release();
    });
    marks->begin.release();

    QVERIFY(marks->gone.try_acquire_for(10s));
    QVERIFY(watched.expired());
    // What waited for a thread is done all the same.
    QCOMPARE(QFuture<Health>(second).result(), Health::Good);
    dropped.waitForFinished();
}

void TestStoreAdapters::aFullAsyncQueueRefuses()
{
    AsyncSessionStore async(m_store, 1);
    std::binary_semaphore begun(0);
    std::binary_semaphore mayEnd(0);
    const auto first = async.run([&](SessionStore &) -> Result<void> {
        begun.release();
        mayEnd.acquire();
        return {};
    });
    begun.acquire();
    QList<QFuture<Result<void>>> waiting;
    for (int i = 0; i < AsyncSessionStore::LongestQueue; ++i)
        waiting.append(async.run([](SessionStore &) { return Result<void>(); }));
    const auto refused = async.remove(SessionId());
    QVERIFY(refused.isFinished());
    VERIFY_FAILS(refused.result(), ErrorCode::Full);
    QCOMPARE(refused.result().error().outcome(), Outcome::NotApplied);
    mayEnd.release();
    waiting.last().waitForFinished();
    VERIFY_OK(async.remove(SessionId()).result());
}

void TestStoreAdapters::anAsyncCallThatWaitedForItsWholeTimeIsNotBegun()
{
    m_fixture->options.callDeadline = 20ms;
    TAKE(store, m_fixture->open());
    AsyncSessionStore async(store, 1);
    std::atomic<bool> hasBegun = false;
    std::binary_semaphore mayEnd(0);
    const auto first = async.run([&](SessionStore &) -> Result<void> {
        mayEnd.acquire();
        return {};
    });
    const auto late = async.run([&](SessionStore &) -> Result<void> {
        hasBegun = true;
        return {};
    });
    const Deadline itsTime = Deadline::in(21ms);
    QTRY_VERIFY(itsTime.hasPassed());
    mayEnd.release();
    VERIFY_FAILS(late.result(), ErrorCode::Unavailable);
    QCOMPARE(late.result().error().outcome(), Outcome::NotApplied);
    QVERIFY(!hasBegun);
}

void TestStoreAdapters::anExceptionReachesItsOwnFutureOnly()
{
    AsyncSessionStore async(m_store, 1);
    auto thrown
        = async.run([](SessionStore &) -> Result<int> { throw std::runtime_error("the application's"); });
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, thrown.waitForFinished());
    VERIFY_OK(async.remove(SessionId()).result());
}

void TestStoreAdapters::aValueMayLiveForEver()
{
    const auto values = valueStore(m_store);
    VERIFY_OK(values->put(u"colour"_s, "red", std::chrono::milliseconds::max()));
    TAKE(colour, values->get(u"colour"_s));
    QVERIFY(colour == "red");
}

void TestStoreAdapters::dataOfALaterSchemaIsNeitherReadNorReplaced()
{
    m_fixture->options.dataSchema = 7;
    TAKE(later, m_fixture->open());
    TAKE(row, later->save(guestRow()));

    const auto data = sessionDataStore(m_store);
    VERIFY_FAILS(data->get(row.id), ErrorCode::TooNew);
    VERIFY_FAILS(data->put(row.id, {}, 0ms), ErrorCode::TooNew);
    TAKE(loaded, later->load(row.token));
    QCOMPARE(loaded->data, row.data);
}

QTEST_GUILESS_MAIN(TestStoreAdapters)
#include "tst_storeadapters.moc"
