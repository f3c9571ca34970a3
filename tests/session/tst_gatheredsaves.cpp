// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "session/gatheredsaves_p.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/metrics.h>

#include <QtCore/qfuture.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Saves that one thread takes along: written together, judged one by one.
class TestGatheredSaves : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatWaitsGoesInOneBatch();
    void moreThanGoTogetherAreWantedAgain();
    void eachIsAnsweredByItself();
    void twoOfOneSessionGoOneAfterTheOther();
    void whoseTimeIsOverIsNotBegun();
    void lateOnesAskTheStoreNothing();
    void aThreadIsWantedBeforeAnswersAreGiven();
    void aContinuationFindsTheOthersAnswers();
    void onlySoManyThreadsAreWanted();
    void threadsThatAddAndWorkLoseNothing();

private:
    using Answer = QFuture<Result<SessionRow>>;

    QList<SessionRow> stored(int count);
    /// The future of a save; `wanted` says whether a thread is.
    Answer add(const SessionRow &row, const Deadline &begins = Deadline::in(60s), bool *wanted = nullptr);
    /// Whether one more thread is wanted.
    bool work()
    {
        bool wanted = false;
        m_saves->work([&] { wanted = true; });
        return wanted;
    }
    quint64 batches() const { return m_store->metrics().of(Verb::Update).batches; }

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
    std::unique_ptr<GatheredSaves> m_saves;
};

void TestGatheredSaves::init()
{
    AxessTest::init();
    m_saves.reset();
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
    m_saves = std::make_unique<GatheredSaves>(m_store, 1);
}

QList<SessionRow> TestGatheredSaves::stored(int count)
{
    QList<SessionRow> rows;
    for (int i = 0; i < count; ++i) {
        rows.append(m_store->save(guestRow()).value());
        rows.last().data.insert(u"place"_s, i);
    }
    return rows;
}

TestGatheredSaves::Answer TestGatheredSaves::add(const SessionRow &row, const Deadline &begins, bool *wanted)
{
    QPromise<Result<SessionRow>> promise;
    promise.start();
    Answer future = promise.future();
    const bool isWanted = m_saves->add({row, begins, std::move(promise)});
    if (wanted)
        *wanted = isWanted;
    return future;
}

void TestGatheredSaves::whatWaitsGoesInOneBatch()
{
    const auto rows = stored(int(GatheredSaves::MostTogether));
    QList<Answer> answers;
    for (const SessionRow &row : rows)
        answers.append(add(row));
    QCOMPARE(m_saves->waiting(), std::size_t(rows.size()));
    const quint64 before = batches();
    QVERIFY(!work());

    QCOMPARE(batches(), before + 1);
    QCOMPARE(m_saves->waiting(), 0u);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        TAKE(saved, answers[i].result());
        QCOMPARE(saved.id, rows[i].id);
        QCOMPARE(saved.revision, rows[i].revision + 1);
        TAKE(loaded, m_store->load(rows[i].token));
        QCOMPARE(loaded->data, rows[i].data);
        VERIFY_OK(m_store->save(saved));
    }
}

void TestGatheredSaves::moreThanGoTogetherAreWantedAgain()
{
    const auto rows = stored(int(GatheredSaves::MostTogether) + 1);
    QList<Answer> answers;
    for (const SessionRow &row : rows)
        answers.append(add(row));
    QVERIFY(work());
    QVERIFY(!answers.last().isFinished());
    QVERIFY(!work());
    VERIFY_OK(answers.last().result());
}

void TestGatheredSaves::eachIsAnsweredByItself()
{
    auto rows = stored(5);
    VERIFY_OK(m_store->remove(rows[1].id));
    VERIFY_OK(m_store->save(rows[2]));
    rows[3].data.insert(u"much"_s, QByteArray(70'000, 'x'));
    QList<Answer> answers;
    for (const SessionRow &row : rows)
        answers.append(add(row));
    work();

    VERIFY_OK(answers[0].result());
    VERIFY_FAILS(answers[1].result(), ErrorCode::Gone);
    VERIFY_FAILS(answers[2].result(), ErrorCode::Conflict);
    VERIFY_FAILS(answers[3].result(), ErrorCode::InvalidArgument);
    VERIFY_OK(answers[4].result());
    TAKE(ended, m_store->load(rows[1].token));
    QVERIFY(!ended);
}

void TestGatheredSaves::twoOfOneSessionGoOneAfterTheOther()
{
    const SessionRow row = stored(1).constFirst();
    SessionRow other = row;
    other.data.insert(u"place"_s, u"another"_s);
    const Answer first = add(row);
    const Answer second = add(other);
    QVERIFY(work());
    QVERIFY(!second.isFinished());
    QVERIFY(!work());
    VERIFY_OK(first.result());
    VERIFY_FAILS(second.result(), ErrorCode::Conflict);
}

void TestGatheredSaves::whoseTimeIsOverIsNotBegun()
{
    const auto rows = stored(2);
    const Answer late = add(rows[0], Deadline::in(0ms));
    const Answer inTime = add(rows[1]);
    work();
    VERIFY_FAILS(late.result(), ErrorCode::Unavailable);
    QCOMPARE(late.result().error().outcome(), Outcome::NotApplied);
    TAKE(loaded, m_store->load(rows[0].token));
    QCOMPARE(loaded->revision, rows[0].revision);
    VERIFY_OK(inTime.result());
}

void TestGatheredSaves::lateOnesAskTheStoreNothing()
{
    const auto rows = stored(2);
    m_fixture->clock->advance(10s);
    const quint64 before = m_store->metrics().of(Verb::Document).calls;
    const Answer first = add(rows[0], Deadline::in(0ms));
    const Answer second = add(rows[1], Deadline::in(0ms));
    QVERIFY(!work());
    VERIFY_FAILS(second.result(), ErrorCode::Unavailable);
    VERIFY_FAILS(first.result(), ErrorCode::Unavailable);
    QCOMPARE(m_store->metrics().of(Verb::Document).calls, before);
}

// What a continuation adds finds a thread, however long it takes itself.
void TestGatheredSaves::aThreadIsWantedBeforeAnswersAreGiven()
{
    const auto rows = stored(2);
    bool wanted = false;
    Answer second;
    Answer first = add(rows[0]);
    const auto done = first.then([&](const Result<SessionRow> &) {
        second = add(rows[1], Deadline::in(60s), &wanted);
        work();
        VERIFY_OK(second.result());
    });
    QVERIFY(!work());
    QVERIFY(wanted);
    QVERIFY(done.isFinished());
}

void TestGatheredSaves::aContinuationFindsTheOthersAnswers()
{
    const auto rows = stored(2);
    Answer first = add(rows[0]);
    const Answer second = add(rows[1]);
    bool isThere = false;
    const auto done = first.then([&](const Result<SessionRow> &) { isThere = second.isResultReadyAt(0); });
    work();
    QVERIFY(done.isFinished());
    QVERIFY(isThere);
}

void TestGatheredSaves::onlySoManyThreadsAreWanted()
{
    const auto rows = stored(3);
    bool wanted = false;
    const Answer first = add(rows[0], Deadline::in(60s), &wanted);
    QVERIFY(wanted);
    const Answer second = add(rows[1], Deadline::in(60s), &wanted);
    QVERIFY(!wanted);
    QVERIFY(!work());
    VERIFY_OK(second.result());
    const Answer third = add(rows[2], Deadline::in(60s), &wanted);
    QVERIFY(wanted);
    work();
    VERIFY_OK(third.result());
}

void TestGatheredSaves::threadsThatAddAndWorkLoseNothing()
{
    constexpr int threads = 8;
    constexpr int each = 100;
    m_saves = std::make_unique<GatheredSaves>(m_store, 2);
    const auto rows = stored(threads);
    std::vector<std::jthread> callers;
    std::atomic<int> right = 0;
    for (int i = 0; i < threads; ++i) {
        callers.emplace_back([&, i] {
            SessionRow row = rows[i];
            for (int round = 0; round < each; ++round) {
                bool wanted = false;
                const Answer answer = add(row, Deadline::in(60s), &wanted);
                while (wanted)
                    wanted = work();
                const auto saved = answer.result();
                if (!saved)
                    return;
                row = *saved;
            }
            right += row.revision == rows[i].revision + each ? 1 : 0;
        });
    }
    callers.clear();
    QCOMPARE(right.load(), threads);
}

QTEST_GUILESS_MAIN(TestGatheredSaves)
#include "tst_gatheredsaves.moc"
