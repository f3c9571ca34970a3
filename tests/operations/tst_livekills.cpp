// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobworker.h"
#include "livetest.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

#include <algorithm>
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
    /// What it tells goes to a file: a pipe that nobody reads would hold it up.
    struct Caller
    {
        std::unique_ptr<QProcess> process;
        std::unique_ptr<QFile> told;
        int saves = 0;
    };

    Caller start(const QString &file) const;
    void read(Caller &caller);
    /// That it saves something from now on.
    bool goesOn(Caller &caller);
    /// While that one sleeps; at a moment at which it holds nothing that the others need.
    Result<LiveMigrationState> cutOverPast(Caller &sleeper, Caller &other);
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

TestLiveKills::Caller TestLiveKills::start(const QString &file) const
{
    Caller caller {std::make_unique<QProcess>(), std::make_unique<QFile>(file)};
    caller.process->setStandardOutputFile(file);
    caller.process->start(
        QStringLiteral(AXESS_MOVINGCALLER),
        {texts().first, texts().second, QString::number(m_ends->sourceOptions.controlLag.count())});
    return caller;
}

void TestLiveKills::read(Caller &caller)
{
    if (!caller.told->isOpen() && !caller.told->open(QIODevice::ReadOnly))
        return;
    for (;;) {
        const qint64 before = caller.told->pos();
        const QByteArray line = caller.told->readLine();
        if (!line.endsWith('\n')) {
            // It is being written; of one that was killed the last line may be cut.
            caller.told->seek(before);
            return;
        }
        const QList<QByteArray> words = line.trimmed().split(' ');
        Told &told = m_told[words[1]];
        told.isBegun |= words[0] == "begun";
        told.mayHaveEnded |= words[0] == "ending";
        told.hasEnded |= words[0] == "ended";
        m_lost += words[0] == "lost" ? 1 : 0;
        if (words[0] == "saved") {
            told.count = std::max(told.count, words[2].toLongLong());
            ++caller.saves;
        }
    }
}

bool TestLiveKills::goesOn(Caller &caller)
{
    read(caller);
    const int before = caller.saves;
    // One that was told of meanwhile may have been made before.
    for (int i = 0; i < 100 && caller.saves < before + 2; ++i) {
        std::this_thread::sleep_for(20ms);
        read(caller);
    }
    return caller.saves >= before + 2;
}

// In the middle of a write it holds the rows of a session, or the only writer's place of a file: a server
// lets go of them after a minute, a file does not. Then the operator is told to try again, and the test does.
Result<LiveMigrationState> TestLiveKills::cutOverPast(Caller &sleeper, Caller &other)
{
    StoreCopyEnds impatient = *m_ends;
    const auto process = pid_t(sleeper.process->processId());
    Result<LiveMigrationState> over = std::unexpected(Error(ErrorCode::Unavailable, u"Nobody goes on"_s));
    for (int attempt = 0; attempt < 40 && !over; ++attempt) {
        std::this_thread::sleep_for(std::chrono::milliseconds(7 * attempt));
        ::kill(process, SIGSTOP);
        impatient.sourceOptions.callDeadline = 500ms + attempt * 50ms;
        impatient.targetOptions.callDeadline = impatient.sourceOptions.callDeadline;
        if (goesOn(other))
            over = LiveMigration::open(impatient).and_then(
                [](const Migration &mover) { return mover->cutOver(control()); });
        ::kill(process, SIGCONT);
        if (!over && over.error().code() != ErrorCode::Unavailable)
            break;
    }
    return over;
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
    const QTemporaryDir folder;
    std::vector<Caller> callers;
    for (int i = 0; i < 4; ++i)
        callers.push_back(start(folder.filePath(QString::number(i))));
    const auto allGoOn = [&] {
        return std::ranges::all_of(callers, [&](Caller &caller) {
            return caller.process->state() == QProcess::NotRunning || goesOn(caller);
        });
    };
    const auto kill = [](Caller &caller) {
        caller.process->kill();
        return caller.process->waitForFinished(60'000);
    };
    QTRY_VERIFY_WITH_TIMEOUT(allGoOn(), 60'000);

    const auto mover = migration();
    VERIFY_OK(mover->run(control()));
    // One dies, wherever it is, and one sleeps through the time in which the target comes to lead.
    QVERIFY(kill(callers[0]));
    VERIFY_OK(cutOverPast(callers[1], callers[3]));
    // All that are left work on with the other store.
    QTRY_VERIFY_WITH_TIMEOUT(allGoOn(), 60'000);
    QVERIFY(kill(callers[2]));
    VERIFY_OK(mover->rollBack(control()));
    VERIFY_OK(mover->cutOver(control()));
    VERIFY_OK(mover->verify(control()));
    VERIFY_OK(mover->finish(control()));
    for (Caller &caller : callers) {
        caller.process->closeWriteChannel();
        if (caller.process->state() != QProcess::NotRunning)
            QVERIFY2(caller.process->waitForFinished(60'000),
                     caller.process->readAllStandardError().constData());
        read(caller);
    }
    QCOMPARE(callers[1].process->exitCode(), 0);
    QCOMPARE(callers[3].process->exitCode(), 0);
    QVERIFY(m_told.size() > 10);
    QCOMPARE(m_lost, 0);
    TAKE(alone, SessionStore::open(m_ends->target, m_ends->rootKey, m_ends->targetOptions));
    QCOMPARE(wrongWith(*alone), QString());
    QCOMPARE(verdict(*alone), QString());
}

QTEST_GUILESS_MAIN(TestLiveKills)
#include "tst_livekills.moc"
