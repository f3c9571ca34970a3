// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"

#include "live/liveeventmodel.h"
#include "live/livestatus.h"
#include "live/livethresholds.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qlocale.h>
#include <QtCore/qsettings.h>
#include <QtTest/qabstractitemmodeltester.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <cmath>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What the Live page says in words: events, numbers, what is above its threshold, who tells it.
class TestLiveWords : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void eventsAreNewestFirstAndBounded();
    void aGapAmongEventsIsARow();
    void valuesAreReadable_data();
    void valuesAreReadable();
    void thresholds();
    void aThresholdOfAShareGoesByTheOther();
    void thresholdsAreKept();
    void everyValueIsOnAChart();
    void theStatusSaysFromWhom();
    void aChartWithoutLinesSaysWhy();

private:
    static const LiveChartKind &kind(const char *id);
    static Event event(qint64 at, EventKind kind, const QString &user = {});
};

void TestLiveWords::initTestCase()
{
    QCoreApplication::setOrganizationName(u"AxessTest"_s);
    QCoreApplication::setApplicationName(u"livewords"_s);
    QSettings().clear();
    QLocale::setDefault(QLocale::c());
}

const LiveChartKind &TestLiveWords::kind(const char *id)
{
    const auto kinds = LiveCharts::kinds();
    const auto found = std::ranges::find_if(kinds, [&](const LiveChartKind &kind) {
        return QLatin1StringView(kind.id) == QLatin1StringView(id);
    });
    Q_ASSERT(found != kinds.end());
    return *found;
}

Event TestLiveWords::event(qint64 at, EventKind kind, const QString &user)
{
    Event made;
    made.at = at;
    made.kind = kind;
    made.session = SessionId::fromBytes(QByteArray(16, char(at))).value();
    if (!user.isEmpty())
        made.user = userNamed(user);
    return made;
}

void TestLiveWords::eventsAreNewestFirstAndBounded()
{
    LiveEventModel model([] { return 100'000; }, nullptr, 4);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add({event(1, EventKind::SignedIn, u"ann"_s), event(2, EventKind::Vanished, u"bob"_s)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, LiveEventModel::User).data().toString(), u"bob"_s);
    QCOMPARE(model.index(0, LiveEventModel::What).data().toString(), u"Lost by the store"_s);
    QCOMPARE(model.index(1, LiveEventModel::User).data().toString(), u"ann"_s);
    model.add({event(3, EventKind::Created), event(4, EventKind::Created), event(5, EventKind::Created)});
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.dropped(), 1);
    QCOMPARE(model.event(3)->at, 2);
    model.add({});
    QList<Event> many;
    for (int i = 10; i < 20; ++i)
        many.append(event(i, EventKind::Created));
    model.add(many);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.dropped(), 11);
    QCOMPARE(model.event(0)->at, 19);
    QCOMPARE(model.event(3)->at, 16);
}

void TestLiveWords::aGapAmongEventsIsARow()
{
    LiveEventModel model([] { return 100'000; });
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add({event(1, EventKind::SignedIn, u"ann"_s)});
    model.addGap(2, u"Some were forgotten."_s);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(!model.event(0));
    QCOMPARE(model.index(0, LiveEventModel::What).data().toString(), u"Events are missing"_s);
    QCOMPARE(model.index(0, LiveEventModel::Detail).data().toString(), u"Some were forgotten."_s);
    QCOMPARE(model.index(0, LiveEventModel::User).data().toString(), QString());
    QVERIFY(!model.index(0, 0).data(LiveEventModel::KindRole).isValid());
}

void TestLiveWords::valuesAreReadable_data()
{
    QTest::addColumn<int>("unit");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    const auto add = [](LiveUnit unit, double value, const QString &text) {
        QTest::addRow("%d %g", int(unit), value) << int(unit) << value << text;
    };
    add(LiveUnit::Count, 12'430, u"12430"_s);
    add(LiveUnit::PerSecond, 0, u"0 /s"_s);
    add(LiveUnit::PerSecond, 0.0042, u"0.004 /s"_s);
    add(LiveUnit::PerSecond, 0.25, u"0.25 /s"_s);
    add(LiveUnit::PerSecond, 12.345, u"12.3 /s"_s);
    add(LiveUnit::PerSecond, 1234.5, u"1235 /s"_s);
    add(LiveUnit::Seconds, 0.00407, u"4.07 ms"_s);
    add(LiveUnit::Seconds, 2.048, u"2048 ms"_s);
    add(LiveUnit::Bytes, 96.0 * 1024 * 1024, u"96 MiB"_s);
    add(LiveUnit::Bytes, std::nan(""), u"–"_s);
}

void TestLiveWords::valuesAreReadable()
{
    QFETCH(const int, unit);
    QFETCH(const double, value);
    QFETCH(const QString, text);
    QCOMPARE(LiveCharts::text(LiveUnit(unit), value).remove(u','), text);
}

void TestLiveWords::thresholds()
{
    const LiveChartKind &latency = kind("latency");
    LivePoint point;
    QVERIFY(!LiveCharts::exceeding(latency, 0.25, point));
    point.of(LiveValue::LatencyP99) = 3;
    QVERIFY(!LiveCharts::exceeding(latency, 0.25, point));
    point.of(LiveValue::LatencyP95) = 0.25;
    QVERIFY(!LiveCharts::exceeding(latency, 0.25, point));
    point.of(LiveValue::LatencyP95) = 0.3;
    QVERIFY(LiveCharts::exceeding(latency, 0.25, point)->value == LiveValue::LatencyP95);
    QVERIFY(!LiveCharts::exceeding(latency, std::nullopt, point));
    // Nobody may be evicted.
    const LiveChartKind &evictions = kind("evictions");
    point.of(LiveValue::Evicted) = 0;
    QVERIFY(!LiveCharts::exceeding(evictions, evictions.threshold, point));
    point.of(LiveValue::Vanished) = 0.1;
    QVERIFY(LiveCharts::exceeding(evictions, evictions.threshold, point)->value == LiveValue::Vanished);
}

void TestLiveWords::aThresholdOfAShareGoesByTheOther()
{
    const LiveChartKind &memory = kind("memory");
    LivePoint point;
    point.of(LiveValue::MemoryUsed) = 900;
    // Without a limit nothing can be near it.
    QVERIFY(!LiveCharts::limit(memory, memory.threshold, point));
    QVERIFY(!LiveCharts::exceeding(memory, memory.threshold, point));
    point.of(LiveValue::MemoryLimit) = 1'000;
    QCOMPARE(LiveCharts::limit(memory, memory.threshold, point).value(), 800);
    QVERIFY(LiveCharts::exceeding(memory, memory.threshold, point)->value == LiveValue::MemoryUsed);
    point.of(LiveValue::MemoryUsed) = 800;
    QVERIFY(!LiveCharts::exceeding(memory, memory.threshold, point));
}

void TestLiveWords::thresholdsAreKept()
{
    const LiveChartKind &latency = kind("latency");
    {
        LiveThresholds thresholds;
        const QSignalSpy changed(&thresholds, &LiveThresholds::changed);
        QCOMPARE(thresholds.of(latency), latency.threshold);
        thresholds.set(latency, 0.5);
        thresholds.set(latency, 0.5);
        QCOMPARE(changed.size(), 1);
    }
    QCOMPARE(LiveThresholds().of(latency), std::optional(0.5));
    LiveThresholds().set(latency, std::nullopt);
    QCOMPARE(LiveThresholds().of(latency), std::optional<double>());
    LiveThresholds().set(latency, latency.threshold);
    QVERIFY(!QSettings().contains(u"live/thresholds/latency"_s));
    for (const QString &broken : {u"much"_s, u"-3"_s, u"nan"_s, u"inf"_s}) {
        QSettings().setValue(u"live/thresholds/latency"_s, broken);
        QCOMPARE(LiveThresholds().of(latency), latency.threshold);
    }
    QSettings().clear();
}

void TestLiveWords::everyValueIsOnAChart()
{
    QSet<int> drawn;
    for (const LiveChartKind &kind : LiveCharts::kinds()) {
        for (const LiveLine &line : kind.lines)
            drawn.insert(int(line.value));
        for (const LiveValue watched : kind.watched)
            QVERIFY(std::ranges::contains(kind.lines, watched, &LiveLine::value));
        QCOMPARE(kind.threshold.has_value(), !kind.watched.isEmpty());
        // As many strokes as there are.
        QCOMPARE_LE(kind.lines.size(), 5);
    }
    QCOMPARE(drawn.size(), qsizetype(LiveValueCount));
}

void TestLiveWords::theStatusSaysFromWhom()
{
    LiveSample sample;
    sample.at = 1'000'000;
    LivePoint point;
    QVERIFY(LiveStatus::of(sample, point).text.startsWith("No application"_L1));
    for (int i = 0; i < 8; ++i) {
        InstanceSample instance;
        instance.name = u"shop@web%1"_s.arg(i);
        instance.renewed = 999'000;
        sample.instances.append(instance);
    }
    point.counted = 8;
    QCOMPARE(LiveStatus::of(sample, point).text, u"From 8 of 8 instance(s)."_s);
    QCOMPARE(LiveStatus::of(sample, point).tone, Tone::Neutral);
    sample.instances[3].isSilent = true;
    point.counted = 7;
    const LiveStatus::Line partial = LiveStatus::of(sample, point);
    QVERIFY2(partial.text.startsWith("From 7 of 8 instance(s). Silent: shop@web3 since "_L1),
             qPrintable(partial.text));
    QCOMPARE(partial.tone, Tone::Attention);
    // However many fall silent, the sentence stays one.
    for (InstanceSample &instance : sample.instances)
        instance.isSilent = true;
    point.counted = 0;
    QVERIFY(LiveStatus::of(sample, point).text.contains("3 more"_L1));
    // Met only now.
    for (InstanceSample &instance : sample.instances)
        instance.isSilent = false;
    QVERIFY(LiveStatus::of(sample, point).text.contains("a rate takes two looks"_L1));
}

void TestLiveWords::aChartWithoutLinesSaysWhy()
{
    LiveSample sample;
    QVERIFY(LiveStatus::note(kind("loads"), sample, false, false).startsWith("No application"_L1));
    QCOMPARE(LiveStatus::note(kind("loads"), sample, false, true), QString());
    sample.instances.append(InstanceSample());
    QVERIFY(LiveStatus::note(kind("loads"), sample, false, false).startsWith("Collecting"_L1));
    QVERIFY(LiveStatus::note(kind("memory"), sample, false, true).startsWith("This kind of store"_L1));
    QVERIFY(LiveStatus::note(kind("evictions"), sample, false, false).startsWith("This kind of store"_L1));
    sample.serverRefusal = Error(ErrorCode::Denied, u"NOPERM"_s);
    QVERIFY(LiveStatus::note(kind("memory"), sample, false, true).startsWith("The server does not say"_L1));
    sample.server = ServerSample();
    QCOMPARE(LiveStatus::note(kind("memory"), sample, false, false), QString());
    QCOMPARE(LiveStatus::note(kind("sessions"), sample, false, false), QString());
    QVERIFY(LiveStatus::note(kind("sessions"), sample, true, false).startsWith("The store has more"_L1));
}

QTEST_MAIN(TestLiveWords)
#include "tst_livewords.moc"
