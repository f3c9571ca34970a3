// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobworker.h"
#include "livetest.h"

#include <QtCore/qprocess.h>

#include <csignal>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Instances are processes, of which one is killed and another one sleeps, while their sessions move there
/// and back: what any of them acknowledged holds, and what had ended stays ended.
class TestLiveKills : public LiveTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasAcknowledgedHolds_data();
    void whatWasAcknowledgedHolds();

private:
    struct Told
    {
        bool isBegun = false;
        bool mayHaveEnded = false;
        bool hasEnded = false;
        qint64 count = 0;
    };
    using Process = std::unique_ptr<QProcess>;

    Process start();
    void read(QProcess &process);
    QString wrongWith(SessionStore &store) const;

    QHash<QByteArray, Told> m_told;
    int m_lost = 0;
};

void TestLiveKills::whatWasAcknowledgedHolds_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    const QStringList setUps = FreshStore::asked(u"sqlite"_s);
    for (const QString &setUp : setUps)
        QTest::newRow(qPrintable(setUp)) << u"sqlite"_s << setUp;
}

TestLiveKills::Process TestLiveKills::start()
{
    auto process = std::make_unique<QProcess>();
    process->start(
        QStringLiteral(AXESS_MOVINGCALLER),
        {texts().first, texts().second, QString::number(m_ends->sourceOptions.controlLag.count())});
    return process;
}

void TestLiveKills::read(QProcess &process)
{
    const QByteArray lines = process.readAllStandardOutput();
    for (const QByteArray &line : lines.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        // Of one that was killed the last line may be cut.
        if (words.size() != 3 || words[1].size() != 64)
            continue;
        Told &told = m_told[words[1]];
        told.isBegun |= words[0] == "begun";
        told.mayHaveEnded |= words[0] == "ending";
        told.hasEnded |= words[0] == "ended";
        m_lost += words[0] == "lost" ? 1 : 0;
        if (words[0] == "saved")
            told.count = std::max(told.count, words[2].toLongLong());
    }
}

QString TestLiveKills::wrongWith(SessionStore &store) const
{
    for (auto it = m_told.cbegin(); it != m_told.cend(); ++it) {
        const auto loaded = store.load(SessionToken::fromText(it.key()).value());
        if (!loaded)
            return loaded.error().message();
        if (*loaded && it->hasEnded)
            return u"A session that had ended is back"_s;
        if (!*loaded && !it->mayHaveEnded)
            return u"A session was lost"_s;
        if (*loaded && (*loaded)->data.value(u"count"_s).toInteger() < it->count)
            return u"A save was lost"_s;
    }
    return {};
}

void TestLiveKills::whatWasAcknowledgedHolds()
{
    QFETCH(const QString, source);
    QFETCH(const QString, target);
    m_told.clear();
    m_lost = 0;
    prepare(source, target, KilledJobs::rootKey());
    QVERIFY(m_ends);
    std::vector<Process> callers;
    for (int i = 0; i < 4; ++i)
        callers.push_back(start());
    for (const Process &caller : callers)
        QVERIFY(caller->waitForReadyRead(60'000));

    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    // One dies, wherever it is, and one sleeps through the time in which the target comes to lead.
    callers[0]->kill();
    QVERIFY(callers[0]->waitForFinished(60'000));
    const pid_t sleeper = pid_t(callers[1]->processId());
    QCOMPARE(::kill(sleeper, SIGSTOP), 0);
    const auto over = mover->cutOver(control());
    QCOMPARE(::kill(sleeper, SIGCONT), 0);
    VERIFY_OK(over);
    // All that are left work on with the other store.
    for (std::size_t i = 1; i < callers.size(); ++i) {
        read(*callers[i]);
        QVERIFY(callers[i]->waitForReadyRead(60'000));
    }
    callers[2]->kill();
    QVERIFY(callers[2]->waitForFinished(60'000));
    VERIFY_OK(mover->rollBack(control()));
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_OK(mover->verify(control()));
    VERIFY_OK(mover->finish(control()));
    for (const Process &caller : callers) {
        caller->closeWriteChannel();
        if (caller->state() != QProcess::NotRunning)
            QVERIFY2(caller->waitForFinished(60'000), caller->readAllStandardError().constData());
        read(*caller);
    }
    QCOMPARE(callers[1]->exitCode(), 0);
    QCOMPARE(callers[3]->exitCode(), 0);
    QVERIFY(m_told.size() > 10);
    QCOMPARE(m_lost, 0);
    TAKE(alone, SessionStore::open(m_ends->target, m_ends->rootKey, m_ends->targetOptions));
    QCOMPARE(wrongWith(*alone), QString());
    QCOMPARE(verdict(*alone), QString());
}

QTEST_GUILESS_MAIN(TestLiveKills)
#include "tst_livekills.moc"
