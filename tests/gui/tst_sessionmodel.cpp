// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "fakelist.h"

#include "app/texts.h"

#include <QtTest/qabstractitemmodeltester.h>
#include <QtTest/qsignalspy.h>

#include <memory>
using namespace Axess;
using namespace Qt::StringLiterals;

class TestSessionModel : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsReadBeforeItIsAskedFor();
    void aPageIsReadAtATime();
    void anEmptyStoreIsSaidToBeEmpty();
    void newRowsWaitUntilTheyAreApplied();
    void moreNewRowsThanAreShownLeaveNoHole();
    void endedRowsWaitUntilTheyAreApplied();
    void askedForNewsIsShownAtOnce();
    void changedValuesWait();
    void whoWasSeenAgainShowsInPlace();
    void aStoppedSearchGoesOn();
    void whatLiesBehindTheLastPageIsNoNews();
    void aStaleAnswerIsDropped();
    void aFailureKeepsTheRows();
    void aFailedSearchSaysWhy();
    void whatWasLoggedOutHereSaysSo();
    void theStateIsWhatASearchFindsItBy();
    void everyCellHasTextAndName();

private:
    void search(int sessions);
    void settle() { QTRY_VERIFY(!m_model->isReading()); }
    QList<int> numbers() const;

    std::unique_ptr<FakeList> m_list;
    std::unique_ptr<SessionModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestSessionModel::init()
{
    AxessTest::init();
    m_list = std::make_unique<FakeList>();
    m_model = std::make_unique<SessionModel>(m_list->source(), [] { return FakeList::Now; });
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestSessionModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_list.reset();
}

void TestSessionModel::search(int sessions)
{
    for (int number = 0; number < sessions; ++number)
        m_list->add(number);
    m_model->search();
    settle();
}

QList<int> TestSessionModel::numbers() const
{
    QList<int> numbers;
    for (int row = 0; row < m_model->rowCount(); ++row)
        numbers.append(int(m_model->session(row).row.id.bytes().first(4).toHex().toUInt(nullptr, 16)));
    return numbers;
}

void TestSessionModel::nothingIsReadBeforeItIsAskedFor()
{
    m_model->poll();

    QCOMPARE(m_list->questions(), 0);
    QCOMPARE(m_model->state(), SessionModel::State::NeverSearched);
}

void TestSessionModel::aPageIsReadAtATime()
{
    search(450);
    QCOMPARE(m_model->rowCount(), SessionModel::PageRows);
    QCOMPARE(numbers().constFirst(), 449);
    QVERIFY(m_model->canFetchMore({}));

    m_list->hold();
    m_model->fetchMore({});
    QVERIFY(!m_model->canFetchMore({}));
    m_list->release();
    settle();
    m_model->fetchMore({});
    settle();

    QCOMPARE(m_model->rowCount(), 450);
    QVERIFY(!m_model->canFetchMore({}));
    QCOMPARE(numbers().constLast(), 0);
}

void TestSessionModel::anEmptyStoreIsSaidToBeEmpty()
{
    search(0);

    QCOMPARE(m_model->state(), SessionModel::State::Empty);
}

void TestSessionModel::newRowsWaitUntilTheyAreApplied()
{
    search(20);
    const QList<int> before = numbers();
    m_list->add(20);
    m_list->add(21);

    m_model->poll();
    QTRY_COMPARE(m_model->waitingNew(), 2);
    QCOMPARE(numbers(), before);

    m_model->applyWaiting();
    QCOMPARE(numbers().first(3), (QList {21, 20, 19}));
    QVERIFY(!m_model->hasWaiting());
}

void TestSessionModel::moreNewRowsThanAreShownLeaveNoHole()
{
    search(3);
    for (int number = 3; number < 450; ++number)
        m_list->add(number);

    m_model->poll();
    QTRY_COMPARE(m_model->waitingNew(), 447);
    m_model->applyWaiting();
    QCOMPARE(m_model->rowCount(), 450);
    for (int row = 0; row < 450; ++row)
        QCOMPARE(m_model->session(row).row.id, FakeList::idOf(449 - row));
}

void TestSessionModel::endedRowsWaitUntilTheyAreApplied()
{
    search(20);
    m_list->remove(7);
    m_list->remove(19);

    m_model->poll();
    QTRY_COMPARE(m_model->waitingGone(), 2);
    QCOMPARE(m_model->rowCount(), 20);

    m_model->applyWaiting();
    QCOMPARE(m_model->rowCount(), 18);
    QCOMPARE(m_model->rowOf(FakeList::idOf(7)), -1);
}

void TestSessionModel::askedForNewsIsShownAtOnce()
{
    search(3);
    m_list->add(3);

    m_model->poll(SessionModel::News::ShowAtOnce);

    QTRY_COMPARE(m_model->rowCount(), 4);
    QVERIFY(!m_model->hasWaiting());
}

void TestSessionModel::changedValuesWait()
{
    search(5);
    const int row = m_model->rowOf(FakeList::idOf(2));
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    m_list->at(2).life = Life::Revoked;

    m_model->poll();

    QTRY_COMPARE(m_model->waitingChanged(), 1);
    QCOMPARE(m_model->session(row).life, Life::Live);
    QCOMPARE(changes.size(), 0);

    m_model->applyWaiting();
    QCOMPARE(m_model->session(row).life, Life::Revoked);
    QCOMPARE(changes.size(), 1);
    QVERIFY(!m_model->hasWaiting());
}

void TestSessionModel::whoWasSeenAgainShowsInPlace()
{
    search(5);
    const int row = m_model->rowOf(FakeList::idOf(2));
    m_list->at(2).row.lastSeen += 60'000;
    ++m_list->at(2).row.change;

    m_model->poll();

    QTRY_COMPARE(m_model->session(row).row.change, 2U);
    QVERIFY(!m_model->hasWaiting());
}

void TestSessionModel::aStoppedSearchGoesOn()
{
    m_list->hold();
    for (int number = 0; number < 10; ++number)
        m_list->add(number);
    m_list->lookAt(4);
    m_model->search();
    m_model->stop();
    QCOMPARE(m_model->state(), SessionModel::State::Stopped);
    m_list->release();
    QTest::qWait(0);
    QCOMPARE(m_model->rowCount(), 0);

    m_model->continueSearch();
    settle();
    QCOMPARE(m_model->state(), SessionModel::State::Partial);
    QCOMPARE(m_model->rowCount(), 4);
    QVERIFY(!m_model->canFetchMore({}));
    m_list->hold();
    m_model->continueSearch();
    m_model->stop();
    QCOMPARE(m_model->state(), SessionModel::State::Partial);
    m_list->release();

    m_model->continueSearch();
    settle();
    m_model->continueSearch();
    settle();
    QCOMPARE(m_model->state(), SessionModel::State::Filled);
    QCOMPARE(numbers(), (QList {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}));
}

void TestSessionModel::whatLiesBehindTheLastPageIsNoNews()
{
    search(450);
    m_list->remove(449);

    m_model->poll();

    QTRY_COMPARE(m_model->waitingGone(), 1);
    QCOMPARE(m_model->waitingNew(), 0);
}

void TestSessionModel::aStaleAnswerIsDropped()
{
    m_list->add(1);
    m_list->hold();
    m_model->search();
    m_list->add(2);
    m_model->search();
    m_list->release();
    settle();

    QCOMPARE(m_model->rowCount(), 2);
}

void TestSessionModel::aFailureKeepsTheRows()
{
    search(5);
    m_list->failWith(Error(ErrorCode::Unavailable, u"The store is away"_s));

    m_model->poll();

    QTRY_VERIFY(m_model->error());
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(m_model->state(), SessionModel::State::Filled);

    m_list->failWith({});
    m_model->poll();
    QTRY_VERIFY(!m_model->error());
}

void TestSessionModel::aFailedSearchSaysWhy()
{
    m_list->failWith(Error(ErrorCode::Denied, u"No"_s));
    search(5);

    QCOMPARE(m_model->state(), SessionModel::State::Failed);
    QCOMPARE(m_model->error()->code(), ErrorCode::Denied);
}

void TestSessionModel::whatWasLoggedOutHereSaysSo()
{
    search(3);
    const SessionId id = FakeList::idOf(1);
    const QModelIndex cell = m_model->index(m_model->rowOf(id), int(SessionField::Life));

    m_model->mark({id}, SessionModel::Mark::EndedHere);
    QCOMPARE(cell.data().toString(), u"Logged out by you"_s);

    m_model->mark({id}, SessionModel::Mark::Restored);
    QCOMPARE(cell.data().toString(), u"Live"_s);
}

void TestSessionModel::theStateIsWhatASearchFindsItBy()
{
    constexpr qint64 minute = 60'000;
    ListedSession session;
    session.life = Life::Live;
    session.row.created = session.row.lastSeen = 0;
    session.row.idleDeadline = 30 * minute;
    session.row.absoluteDeadline = 600 * minute;

    QCOMPARE(Texts::state(session, minute), u"Live"_s);
    QCOMPARE(Texts::state(session, 16 * minute), u"Idle"_s);
    QCOMPARE(Texts::state(session, 26 * minute), u"Expiring"_s);
    session.life = Life::Revoked;
    QCOMPARE(Texts::state(session, 26 * minute), u"Logged out"_s);
}

void TestSessionModel::everyCellHasTextAndName()
{
    search(1);
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const QModelIndex cell = m_model->index(0, column);
        QVERIFY(!m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        QVERIFY(!cell.data(Qt::AccessibleTextRole).toString().isEmpty());
    }
    const QModelIndex id = m_model->index(0, int(SessionField::Id));
    QVERIFY(id.data(Qt::ToolTipRole).toString().startsWith(id.data().toString()));
}

QTEST_MAIN(TestSessionModel)
#include "tst_sessionmodel.moc"
