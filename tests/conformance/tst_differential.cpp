// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "environment.h"
#include "topics.h"
#include "twinstores.h"

#include "storage/memorybackend_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// The backend beside the memory backend: the same random calls, the same answers.
///
/// Ten sequences of 50 calls follow each other in one store. AXESS_DIFFERENTIAL_STORES says in how many
/// stores; AXESS_DIFFERENTIAL_SEED repeats the one that failed.
class DifferentialConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void bothStoresAnswerTheSame_data();
    void bothStoresAnswerTheSame(); // Promise: 8

private:
    static constexpr int Sequences = 10;
    static constexpr int Calls = 50;

    QString runSequence(TwinStores &twins);
};

void DifferentialConformance::bothStoresAnswerTheSame_data()
{
    QTest::addColumn<quint64>("seed");
    const QString chosen = qEnvironmentVariable("AXESS_DIFFERENTIAL_SEED");
    if (!chosen.isEmpty()) {
        QTest::addRow("seed %s", qPrintable(chosen)) << chosen.toULongLong();
        return;
    }
    const quint64 stores = quint64(numberFrom("AXESS_DIFFERENTIAL_STORES", 30));
    for (quint64 seed = 1; seed <= stores; ++seed)
        QTest::addRow("seed %d", int(seed)) << seed;
}

void DifferentialConformance::bothStoresAnswerTheSame()
{
    QFETCH(quint64, seed);
    const auto memory = createMemoryBackend();
    TAKE(twinFactory, memory->factory({}, AccessMode::ReadWrite));
    TAKE(twin, twinFactory->connect(Deadline::in(std::chrono::seconds(10))));

    qint64 time = now();
    for (int sequence = 0; sequence < Sequences; ++sequence) {
        TwinStores twins(*twin, store(), seed * Sequences + quint64(sequence), time);
        const QString difference = runSequence(twins);
        if (!difference.isEmpty())
            QFAIL(qPrintable(u"seed %1, sequence %2, %3"_s.arg(seed).arg(sequence).arg(difference)));
        time = twins.now();
    }
}

QString DifferentialConformance::runSequence(TwinStores &twins)
{
    for (int call = 0; call < Calls; ++call) {
        store().setDeadline(Deadline::in(std::chrono::seconds(60)));
        const QString difference = twins.step();
        if (!difference.isEmpty())
            return u"call %1: %2"_s.arg(call).arg(difference);
    }
    const QString difference = twins.compareAll();
    return difference.isEmpty() ? difference : u"at the end: "_s + difference;
}

CONFORMANCE_TOPIC(differential, DifferentialConformance)
#include "tst_differential.moc"
