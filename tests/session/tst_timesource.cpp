// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timesource_p.h"

#include "axesstest.h"
#include "manualclock.h"
#include "verify.h"

using namespace Axess;
using namespace std::chrono_literals;

class TestTimeSource : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutMeasurementTheClockIsTheTime();
    void theFirstMeasurementIsTakenAsItIs();
    void theMedianOfTheSamplesCounts();
    void timeNeverRunsBackwardsWhenTheOffsetShrinks();
    void aLargeStepIsRefusedUntilTheClocksAgreeAgain();
    void thirtySecondsAreNoLargeStep();

private:
    void measure(qint64 ahead);

    std::shared_ptr<ManualClock> m_clock;
    std::unique_ptr<TimeSource> m_time;
};

void TestTimeSource::init()
{
    AxessTest::init();
    m_clock = std::make_shared<ManualClock>();
    m_time = std::make_unique<TimeSource>(m_clock);
}

void TestTimeSource::measure(qint64 ahead)
{
    const qint64 now = m_clock->now();
    const TimeSource::Sample sample {now + ahead, now, now};
    m_time->measured(std::span(&sample, 1));
}

void TestTimeSource::withoutMeasurementTheClockIsTheTime()
{
    QCOMPARE(m_time->now(), m_clock->now());
    m_time->measured({});
    m_clock->advance(1h);
    QCOMPARE(m_time->now(), m_clock->now());
    VERIFY_OK(m_time->steady());
}

void TestTimeSource::theFirstMeasurementIsTakenAsItIs()
{
    measure(-7'200'000);
    QCOMPARE(m_time->now(), m_clock->now() - 7'200'000);
    VERIFY_OK(m_time->steady());
}

void TestTimeSource::theMedianOfTheSamplesCounts()
{
    const qint64 now = m_clock->now();
    const TimeSource::Sample samples[]
        = {{now + 900'000, now, now}, {now + 120, now, now + 40}, {now + 110, now, now}};
    m_time->measured(samples);
    QCOMPARE(m_time->offset(), 110);
}

void TestTimeSource::timeNeverRunsBackwardsWhenTheOffsetShrinks()
{
    measure(10'000);
    const qint64 before = m_time->now();
    measure(0);
    QCOMPARE(m_time->now(), before);

    m_clock->advance(10s);
    QCOMPARE(m_time->now(), before + 5'000);
    m_clock->advance(30s);
    QCOMPARE(m_time->now(), m_clock->now());
}

void TestTimeSource::aLargeStepIsRefusedUntilTheClocksAgreeAgain()
{
    measure(0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("stepped by 30001 ms")));
    measure(30'001);
    QCOMPARE(m_time->now(), m_clock->now());
    VERIFY_FAILS(m_time->steady(), ErrorCode::ClockSkew);
    measure(-40'000);
    VERIFY_FAILS(m_time->steady(), ErrorCode::ClockSkew);

    measure(15);
    VERIFY_OK(m_time->steady());
    QCOMPARE(m_time->offset(), 15);
}

void TestTimeSource::thirtySecondsAreNoLargeStep()
{
    measure(0);
    measure(30'000);
    QCOMPARE(m_time->offset(), 30'000);
    measure(0);
    VERIFY_OK(m_time->steady());
}

QTEST_APPLESS_MAIN(TestTimeSource)
#include "tst_timesource.moc"
