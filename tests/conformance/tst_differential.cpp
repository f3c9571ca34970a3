// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "environment.h"
#include "twinstores.h"

#include "storage/memorybackend_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// The backend beside the memory backend: the same random calls, the same answers.
///
/// AXESS_DIFFERENTIAL_SEED repeats a run that failed, AXESS_DIFFERENTIAL_STEPS makes it longer.
class DifferentialConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void bothStoresAnswerTheSame_data();
    void bothStoresAnswerTheSame();
};

void DifferentialConformance::bothStoresAnswerTheSame_data()
{
    QTest::addColumn<quint64>("seed");
    const QString chosen = qEnvironmentVariable("AXESS_DIFFERENTIAL_SEED");
    if (!chosen.isEmpty()) {
        QTest::addRow("seed %s", qPrintable(chosen)) << chosen.toULongLong();
        return;
    }
    for (quint64 seed = 1; seed <= 6; ++seed)
        QTest::addRow("seed %d", int(seed)) << seed;
}

void DifferentialConformance::bothStoresAnswerTheSame()
{
    QFETCH(quint64, seed);
    const auto memory = createMemoryBackend();
    TAKE(twinFactory, memory->factory({}, AccessMode::ReadWrite));
    TAKE(twin, twinFactory->connect(Deadline::in(std::chrono::seconds(10))));

    TwinStores twins(*twin, store(), seed, now());
    const int steps = numberFrom("AXESS_DIFFERENTIAL_STEPS", 800);
    for (int step = 0; step < steps; ++step) {
        store().setDeadline(Deadline::in(std::chrono::seconds(60)));
        QString difference = twins.step();
        if (difference.isEmpty() && step % 50 == 49)
            difference = twins.compareAll();
        if (!difference.isEmpty())
            QFAIL(qPrintable(u"seed %1, step %2: %3"_s.arg(seed).arg(step).arg(difference)));
    }
}

QTEST_GUILESS_MAIN(DifferentialConformance)
#include "tst_differential.moc"
