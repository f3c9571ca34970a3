// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "fakelist.h"

#include "models/sessionselection.h"
#include "models/tailmodel.h"

#include <QtCore/qendian.h>
#include <QtTest/qabstractitemmodeltester.h>
#include <QtTest/qtest.h>

#include <memory>
#include <random>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The window that moves over a long list, and what is chosen in it. Without a QAbstractItemModelTester where
/// there are many rows: it looks at each after every change.
class TestSessionWindow : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theWindowIsBounded();
    void whateverMovesTheSelectionStaysById();
    void aNewChoiceLetsTheOldOneGo();
    void theLastRowSaysWhetherThereIsMore();
    void theModelWithItsLastRowIsAModel();

private:
    void search(int sessions);
    void settle() { QTRY_VERIFY(!m_model->isReading()); }
    QList<int> numbers() const;

    std::unique_ptr<FakeList> m_list;
    std::unique_ptr<SessionModel> m_model;
};

void TestSessionWindow::init()
{
    AxessTest::init();
    m_list = std::make_unique<FakeList>();
    m_model = std::make_unique<SessionModel>(m_list->source(), [] { return FakeList::Now; });
}

void TestSessionWindow::cleanup()
{
    m_model.reset();
    m_list.reset();
}

void TestSessionWindow::search(int sessions)
{
    for (int number = 0; number < sessions; ++number)
        m_list->add(number);
    m_model->search();
    settle();
}

QList<int> TestSessionWindow::numbers() const
{
    QList<int> numbers;
    for (int row = 0; row < m_model->rowCount(); ++row)
        numbers.append(qFromBigEndian<qint32>(m_model->session(row).row.id.view().data()));
    return numbers;
}

void TestSessionWindow::theWindowIsBounded()
{
    const int all = SessionModel::MaximumRows + 450;
    search(all);

    while (m_model->canFetchMore({})) {
        m_model->fetchMore({});
        settle();
        QVERIFY(m_model->rowCount() <= SessionModel::MaximumRows);
    }
    QVERIFY(m_model->hasNewer());
    QCOMPARE(numbers().constLast(), 0);

    while (m_model->hasNewer()) {
        m_model->fetchNewer();
        settle();
        QVERIFY(m_model->rowCount() <= SessionModel::MaximumRows);
    }
    QCOMPARE(numbers().constFirst(), all - 1);
    QVERIFY(m_model->hasMore());
    QVERIFY(m_model->canFetchMore({}));
    m_model->fetchMore({});
    settle();
    const QList<int> window = numbers();
    QCOMPARE(QSet<int>(window.cbegin(), window.cend()).size(), window.size());
    QVERIFY(std::ranges::is_sorted(window, std::greater()));
    QCOMPARE(window.constFirst() - window.constLast() + 1, window.size());
}

// Rows come and go, pages come and go, news are applied or not; the selected ones stay the selected ones.
void TestSessionWindow::whateverMovesTheSelectionStaysById()
{
    const int all = SessionModel::MaximumRows + 1500;
    search(all);
    TailModel tail(*m_model);
    SessionSelection selection(*m_model, &tail);
    std::mt19937 random(4);
    QSet<SessionId> chosen;
    int newest = all;
    for (int round = 0; round < 60; ++round) {
        switch (random() % 5) {
        case 0:
            for (int i = 0; i < 3; ++i)
                m_list->add(newest++);
            m_model->poll(random() % 2 ? SessionModel::News::Wait : SessionModel::News::ShowAtOnce);
            break;
        case 1:
            m_model->applyWaiting();
            break;
        case 2:
            m_model->fetchNewer();
            break;
        default:
            for (int pages = 0; pages < 20 && m_model->canFetchMore({}); ++pages) {
                m_model->fetchMore({});
                settle();
            }
        }
        settle();
        QTest::qWait(0);
        if (round % 10 == 0 && m_model->rowCount() > 0) {
            const int row = int(random() % unsigned(m_model->rowCount()));
            chosen.insert(m_model->session(row).row.id);
            selection.select(tail.index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
        const int victim = int(random() % unsigned(newest));
        if (!chosen.contains(FakeList::idOf(victim)))
            m_list->remove(victim);

        QSet<SessionId> selected;
        for (const ListedSession &session : selection.sessions())
            selected.insert(session.row.id);
        QCOMPARE(selected, chosen);
        QVERIFY(std::ranges::is_sorted(numbers(), std::greater()));
        QCOMPARE_LE(m_model->rowCount(), SessionModel::MaximumRows);
    }
    QCOMPARE_GE(chosen.size(), 6);
}

void TestSessionWindow::aNewChoiceLetsTheOldOneGo()
{
    search(SessionModel::MaximumRows + 450);
    TailModel tail(*m_model);
    SessionSelection selection(*m_model, &tail);
    const auto choose = [&](int row, QItemSelectionModel::SelectionFlags how) {
        selection.select(tail.index(row, 0), how | QItemSelectionModel::Rows);
    };
    choose(0, QItemSelectionModel::ClearAndSelect);
    while (m_model->canFetchMore({})) {
        m_model->fetchMore({});
        settle();
    }
    QCOMPARE(selection.awayCount(), 1);
    choose(5, QItemSelectionModel::Select);
    QCOMPARE(selection.sessions().size(), 2);
    choose(6, QItemSelectionModel::ClearAndSelect);
    QCOMPARE(selection.sessions().size(), 1);
    QCOMPARE(selection.awayCount(), 0);
    m_model->search();
    QVERIFY(selection.sessions().isEmpty());
    settle();
}

void TestSessionWindow::theLastRowSaysWhetherThereIsMore()
{
    TailModel tail(*m_model);
    QCOMPARE(tail.rowCount(), 1);
    search(250);
    QCOMPARE(tail.rowCount(), 201);
    const auto last = [&tail] { return tail.index(tail.rowCount() - 1, 0); };
    QCOMPARE(last().data().toString(), u"More… (Space)"_s);
    QVERIFY(tail.isTail(last()));
    QVERIFY(!tail.flags(last()).testFlag(Qt::ItemIsSelectable));
    QVERIFY(!tail.isTail(tail.index(199, 0)));
    m_list->hold();
    m_model->fetchMore({});
    QCOMPARE(last().data().toString(), u"Loading…"_s);
    m_list->release();
    settle();
    QCOMPARE(last().data().toString(), u"End of results"_s);
    QCOMPARE(tail.rowCount(), 251);
}

// The tester asks for more after each change, so all is read.
void TestSessionWindow::theModelWithItsLastRowIsAModel()
{
    TailModel tail(*m_model);
    const QAbstractItemModelTester tester(&tail, QAbstractItemModelTester::FailureReportingMode::QtTest);
    search(250);
    QTRY_COMPARE(tail.rowCount(), 251);
    settle();
    m_list->remove(249);
    m_list->add(300);
    m_list->at(7).life = Life::Revoked;
    m_model->poll(SessionModel::News::ShowAtOnce);
    QTRY_COMPARE(m_model->rowOf(FakeList::idOf(300)), 0);
    QCOMPARE(tail.rowCount(), 251);
    m_model->search();
    QTRY_COMPARE(tail.rowCount(), 251);
}

QTEST_MAIN(TestSessionWindow)
#include "tst_sessionwindow.moc"
