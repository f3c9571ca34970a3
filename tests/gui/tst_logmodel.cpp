// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include "operatorlog/logmodel.h"
#include "operatorlog/logtexts.h"

#include <QtTest/qabstractitemmodeltester.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The acts that the operator log holds: a window of bounded size, whoever answers, and when.
class TestLogModel : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void pagesAreAppendedUpToABound();
    void whatFindsNothingIsAskedBeforeItGoesOn();
    void aStopEndsIt();
    void aLateAnswerIsDropped();
    void aFailureKeepsWhatIsShown();
    void wordsSayWhatBecameOfIt_data();
    void wordsSayWhatBecameOfIt();
    void harmIsSaidPlainly_data();
    void harmIsSaidPlainly();

private:
    using Answer = QPromise<Result<AuditPage>>;

    /// Asks are kept, to be answered by hand.
    LogModel::Source source()
    {
        return [this](const LogModel::Reading &, int, const std::stop_token &stop) {
            m_stop = stop;
            m_answers.push_back(std::make_unique<Answer>());
            m_answers.back()->start();
            return m_answers.back()->future();
        };
    }
    static AuditRecord record(quint64 number)
    {
        AuditEntry entry;
        entry.number = number;
        entry.act = u"revoke"_s;
        return {entry, {}, QByteArray(64, 'a')};
    }
    /// Answers the newest question.
    void answer(int acts, bool hasMore, qint64 examined)
    {
        AuditPage page;
        for (int i = 0; i < acts; ++i)
            page.records.append(record(quint64(i + 1)));
        page.hasMore = hasMore;
        page.examined = examined;
        m_answers.back()->addResult(page);
        m_answers.back()->finish();
    }

    std::vector<std::unique_ptr<Answer>> m_answers;
    std::stop_token m_stop;
};

void TestLogModel::pagesAreAppendedUpToABound()
{
    LogModel model(source(), [] { return qint64(1); });
    const QAbstractItemModelTester tester(&model);
    model.show(LogPlace::Store, {});
    QVERIFY(!model.canFetchMore({}));
    for (int page = 1; page * LogModel::PageActs <= LogModel::MostActs; ++page) {
        answer(LogModel::PageActs, true, 400);
        QTRY_COMPARE(model.rowCount(), page * LogModel::PageActs);
        model.fetchMore({});
    }
    QVERIFY(model.isFull());
    QVERIFY(model.hasMore());
    QVERIFY(!model.canFetchMore({}));
    QVERIFY(!model.isReading());
}

void TestLogModel::whatFindsNothingIsAskedBeforeItGoesOn()
{
    LogModel model(source(), [] { return qint64(1); });
    model.show(LogPlace::Store, {});
    qint64 looked = 0;
    while (looked < LogModel::MostUnasked) {
        QVERIFY(model.isReading());
        const std::size_t before = m_answers.size();
        answer(0, true, AuditReader::WorkBudget);
        looked += AuditReader::WorkBudget;
        QTRY_VERIFY(m_answers.size() > before || !model.isReading());
    }
    QCOMPARE(model.state(), LogModel::State::Empty);
    QVERIFY(model.hasMore());
    QCOMPARE(model.examined(), LogModel::MostUnasked);
    model.lookFurther();
    answer(1, false, 10);
    QTRY_COMPARE(model.state(), LogModel::State::Filled);
    QVERIFY(!model.hasMore());
}

void TestLogModel::aStopEndsIt()
{
    LogModel model(source(), [] { return qint64(1); });
    model.show(LogPlace::Store, {});
    model.stop();
    QVERIFY(m_stop.stop_requested());
    answer(1, true, 5);
    QTRY_VERIFY(!model.isReading());
    QCOMPARE(model.rowCount(), 1);
    // The view must not begin it anew.
    QVERIFY(!model.canFetchMore({}));
    model.lookFurther();
    QVERIFY(model.isReading());
    QVERIFY(!m_stop.stop_requested());
    m_answers.back()->addResult(AuditPage());
    m_answers.back()->finish();
    QTRY_VERIFY(!model.isReading());
}

void TestLogModel::aLateAnswerIsDropped()
{
    LogModel model(source(), [] { return qint64(1); });
    model.show(LogPlace::Store, {});
    const std::unique_ptr<Answer> first = std::move(m_answers.back());
    const std::stop_token stopped = m_stop;
    model.show(LogPlace::LocalFile, {});
    QVERIFY(stopped.stop_requested());
    answer(2, false, 2);
    QTRY_COMPARE(model.rowCount(), 2);
    first->addResult(AuditPage {{record(9)}, 1, 0, false});
    first->finish();
    QTest::qWait(1);
    QCOMPARE(model.rowCount(), 2);
}

void TestLogModel::aFailureKeepsWhatIsShown()
{
    LogModel model(source(), [] { return qint64(1); });
    model.show(LogPlace::Store, {});
    answer(LogModel::PageActs, true, 400);
    QTRY_VERIFY(model.canFetchMore({}));
    model.fetchMore({});
    m_answers.back()->addResult(std::unexpected(Error(ErrorCode::Unavailable, u"gone"_s)));
    m_answers.back()->finish();
    QTRY_VERIFY(model.error());
    QCOMPARE(model.state(), LogModel::State::Filled);
    QCOMPARE(model.rowCount(), LogModel::PageActs);
}

void TestLogModel::wordsSayWhatBecameOfIt_data()
{
    QTest::addColumn<int>("phase"); // Of the result; -1 = there is none.
    QTest::addColumn<bool>("meant");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("tone");
    QTest::newRow("done") << int(AuditPhase::Done) << true << u"Done"_s << int(Tone::Good);
    QTest::newRow("failed") << int(AuditPhase::Failed) << true << u"Failed"_s << int(Tone::Danger);
    QTest::newRow("cut off") << -1 << true << u"No result"_s << int(Tone::Attention);
    QTest::newRow("intent removed") << int(AuditPhase::Done) << false << u"Done, intent missing"_s
                                    << int(Tone::Attention);
}

void TestLogModel::wordsSayWhatBecameOfIt()
{
    QFETCH(const int, phase);
    QFETCH(const bool, meant);
    QFETCH(const QString, word);
    QFETCH(const int, tone);
    AuditRecord one;
    one.code = QByteArray(64, 'a');
    AuditEntry entry;
    entry.by = u"ann@desk@corp"_s;
    entry.what = u"1200 sessions: a, b"_s;
    entry.act = u"something-new"_s;
    if (meant)
        one.intent = entry;
    if (phase >= 0) {
        one.result = entry;
        one.result->phase = AuditPhase(phase);
        one.result->at = 1500;
    }
    QCOMPARE(LogTexts::outcome(one), word);
    QCOMPARE(int(LogTexts::tone(one)), tone);
    QCOMPARE(LogTexts::person(one.head()), u"ann@desk"_s);
    QCOMPARE(LogTexts::host(one.head()), u"corp"_s);
    QCOMPARE(LogTexts::count(one.head()), QLocale().toString(1200));
    QCOMPARE(LogTexts::act(one.head().act), u"something-new"_s);
    QCOMPARE(LogTexts::took(one).isEmpty(), !meant || phase < 0);
}

void TestLogModel::harmIsSaidPlainly_data()
{
    QTest::addColumn<int>("harm");
    QTest::addColumn<QString>("begin");
    const std::pair<AuditHarm, QString> all[] {
        {AuditHarm::NoEntry, u"Altered: "_s},          {AuditHarm::Altered, u"Altered: "_s},
        {AuditHarm::Unproven, u"Not proved: "_s},      {AuditHarm::Removed, u"Missing: "_s},
        {AuditHarm::OutOfOrder, u"Reordered: "_s},     {AuditHarm::Detached, u"Altered: "_s},
        {AuditHarm::NoEntryInFile, u"Altered: "_s},    {AuditHarm::OtherThanInFile, u"Altered: "_s},
        {AuditHarm::RemovedSinceFile, u"Missing: "_s}, {AuditHarm::OtherOrderThanInFile, u"Reordered: "_s}};
    for (const auto &[harm, begin] : all)
        QTest::addRow("%d", int(harm)) << int(harm) << begin;
}

void TestLogModel::harmIsSaidPlainly()
{
    QFETCH(const int, harm);
    QFETCH(const QString, begin);
    const QString sentence = LogTexts::problem({AuditHarm(harm), 17, 17});
    QVERIFY2(sentence.startsWith(begin) && sentence.contains("17"_L1), qPrintable(sentence));
}

QTEST_MAIN(TestLogModel)
#include "tst_logmodel.moc"
