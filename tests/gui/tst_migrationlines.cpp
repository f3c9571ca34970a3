// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"
#include "axesstest.h"
#include "verify.h"

#include "migration/migrationorder.h"

#include <axess/livemigration.h>

#include <QtCore/qprocess.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// What the wizard copies, axessctl does: each line is run by a shell.
class TestMigrationLines : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aStoreIsCopiedAndCompared();
    void aMoveIsMadeStepByStep();
    void aMoveIsEnded();
    void noPasswordIsCopied();

private:
    MigrationOrder order(MigrationWay way) const;
    static AxessctlRun run(const QString &line);

    std::unique_ptr<SealedStore> m_place;
};

void TestMigrationLines::init()
{
    AxessTest::init();
    m_place = std::make_unique<SealedStore>();
    QVERIFY(m_place->isReady());
    QCOMPARE(m_place->run({u"demo-data"_s, u"20"_s, u"--seed"_s, u"8"_s}).exitCode, 0);
}

MigrationOrder TestMigrationLines::order(MigrationWay way) const
{
    MigrationOrder order;
    order.source = {m_place->url(), m_place->path(u"root.key"_s)};
    order.target.url = u"sqlite:"_s + m_place->path(u"-it's a target.db"_s);
    order.way = way;
    order.rate = 10'000;
    order.reason = u"--new $(server)"_s;
    return order;
}

// The shell takes the line apart, as it would for a person.
AxessctlRun TestMigrationLines::run(const QString &line)
{
    QProcess shell;
    shell.start(
        u"/bin/sh"_s,
        {u"-c"_s, u"axessctl() { for word in \"$@\"; do printf '%s\\0' \"$word\"; done; }\n"_s + line});
    if (!shell.waitForFinished())
        return {};
    QStringList arguments;
    for (const QByteArray &word : shell.readAllStandardOutput().split('\0'))
        arguments.append(QString::fromUtf8(word));
    arguments.removeLast();
    return runAxessctl(arguments);
}

void TestMigrationLines::aStoreIsCopiedAndCompared()
{
    const MigrationOrder copy = order(MigrationWay::Standstill);
    for (const MigrationStep step : {MigrationStep::Run, MigrationStep::Verify}) {
        const AxessctlRun ran = run(copy.line(step));
        QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    }
    TAKE(ends, copy.ends());
    TAKE(opened, StoreCopy::open(ends));
    TAKE(job, opened->status());
    QVERIFY(job);
    QCOMPARE(job->request.reason, copy.reason);
    QCOMPARE(job->request.rowsPerSecond, copy.rate);
}

void TestMigrationLines::aMoveIsMadeStepByStep()
{
    const MigrationOrder move = order(MigrationWay::Live);
    // The source leads already when it is to lead again, which is no error and takes no hold of writes.
    for (const MigrationStep step :
         {MigrationStep::Plan, MigrationStep::Run, MigrationStep::Verify, MigrationStep::RollBack,
          MigrationStep::CutOver, MigrationStep::Finish}) {
        const AxessctlRun ran = run(move.line(step));
        QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    }
    TAKE(ends, move.ends());
    TAKE(opened, LiveMigration::open(ends));
    TAKE(state, opened->status());
    QCOMPARE(state.phase, MigrationPhase::Moved);
}

void TestMigrationLines::aMoveIsEnded()
{
    const MigrationOrder move = order(MigrationWay::Live);
    for (const MigrationStep step : {MigrationStep::Run, MigrationStep::Cancel}) {
        const AxessctlRun ran = run(move.line(step));
        QVERIFY2(ran.exitCode == 0, ran.errors.constData());
    }
}

void TestMigrationLines::noPasswordIsCopied()
{
    MigrationOrder move = order(MigrationWay::Live);
    move.target.url = u"postgres://axess:secret-one@db.example/shop"_s;
    move.targetPassword = u"secret-two"_s;
    const QString line = move.line(MigrationStep::Run);
    QVERIFY(!line.contains("secret"_L1));
    TAKE(ends, move.ends());
    QCOMPARE(ends.target.password(), u"secret-two"_s);
}

QTEST_MAIN(TestMigrationLines)
#include "tst_migrationlines.moc"
