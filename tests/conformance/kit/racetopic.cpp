// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "environment.h"
#include "kittopics.h"
#include "races.h"
#include "storefixture.h"
#include "urlbackends.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Sessions under contention: eight threads of two engines, and four processes where the store outlives one.
class RaceConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whoIsSignedOutStaysOut_data() { teams(); }
    void whoIsSignedOutStaysOut() { race(Races::Kind::SignOutAgainstWrites); }
    void theRevokedStayOut_data() { teams(); }
    void theRevokedStayOut() { race(Races::Kind::RevokeAgainstWrites); }
    void whoIsSignedOutEverywhereStaysOut_data() { teams(); }
    void whoIsSignedOutEverywhereStaysOut() { race(Races::Kind::SignOutEverywhereAgainstSignIns); }
    void aSecondMarkIsNotUndone_data() { teams(); }
    void aSecondMarkIsNotUndone() { race(Races::Kind::RestoreAgainstSecondRevoke); }
    void ofSeveralSavesOneWins_data() { teams(); }
    void ofSeveralSavesOneWins() { race(Races::Kind::SaveAgainstSave); }
    void ofSeveralCyclesOneWins_data() { teams(); }
    void ofSeveralCyclesOneWins() { race(Races::Kind::CycleAgainstCycle); }
    void theOldTokenCarriesNothingOver_data() { teams(); }
    void theOldTokenCarriesNothingOver() { race(Races::Kind::OldTokenAgainstSignIn); }
    void theLimitHoldsInACrowd_data() { teams(); }
    void theLimitHoldsInACrowd() { race(Races::Kind::SignInsAgainstTheLimit); }

private:
    static constexpr int Threads = 8;
    static constexpr int Processes = 4;
    static constexpr int RoundsOfACrowd = 20; ///< Of 64 sign-ins, so that one costs as much as many others.

    static void teams();
    void race(Races::Kind kind);
    std::unique_ptr<RaceTeam> team(bool isOfProcesses);

    QTemporaryDir m_folder;
    QString m_keyFile;
    StoreOptions m_options;
    std::shared_ptr<SessionStore> m_judge;
};

void RaceConformance::teams()
{
    QTest::addColumn<bool>("isOfProcesses");
    QTest::newRow("threads") << false;
    QTest::newRow("processes") << true;
}

void RaceConformance::init()
{
    ConformanceTest::init();
    if (QTest::currentTestFailed())
        return;
    m_keyFile = m_folder.filePath(u"root.key"_s);
    SystemRandom random;
    if (!QFile::exists(m_keyFile))
        VERIFY_OK(RootKey::generate(random, m_keyFile));
    m_options = {};
    m_options.callDeadline = 30s;
    m_options.factory = sharedFactory();
    if (!backend().isShared())
        m_options.controlLag = 0ms;
    TAKE(judge, SessionStore::initialise(backend().url(), RootKey::fromFile(m_keyFile), m_options));
    m_judge = judge;
}

void RaceConformance::cleanup()
{
    m_judge.reset();
    m_options = {};
    ConformanceTest::cleanup();
}

std::unique_ptr<RaceTeam> RaceConformance::team(bool isOfProcesses)
{
    if (isOfProcesses) {
        // Not among the arguments, which every user of the machine can read.
        qputenv("AXESS_KIT_STORE", backend().text().toUtf8());
        auto team = std::make_unique<ProcessTeam>(Processes, QCoreApplication::applicationFilePath(),
                                                  QStringList {u"--race"_s, m_keyFile});
        if (team->isReady())
            return team;
        QTest::qFail("A further process cannot open the store", __FILE__, __LINE__);
        return nullptr;
    }
    QList<std::shared_ptr<SessionStore>> stores;
    for (int i = 0; i < 2; ++i) {
        const auto store = SessionStore::open(backend().url(), RootKey::fromFile(m_keyFile), m_options);
        if (!store) {
            QTest::qFail(qPrintable(store.error().message()), __FILE__, __LINE__);
            return nullptr;
        }
        stores.append(*store);
    }
    return std::make_unique<ThreadTeam>(Threads, stores);
}

void RaceConformance::race(Races::Kind kind)
{
    QFETCH(const bool, isOfProcesses);
    if (isOfProcesses && !UrlBackends::isPersistent())
        QSKIP("a store does not outlive its process, so there is nothing for a second one");
    const auto racing = team(isOfProcesses);
    if (!racing)
        return;
    int rounds = numberFrom("AXESS_RACE_ROUNDS", 200);
    if (kind == Races::Kind::SignInsAgainstTheLimit)
        rounds = std::max(2, rounds / RoundsOfACrowd);
    Races races(*racing, m_judge);
    races.run(kind, rounds);
    const RaceTally &tally = races.tally();
    QVERIFY2(tally.isInnocent(), qPrintable(tally.text()));
    QVERIFY2(tally.unanswered * 10 <= tally.rounds, qPrintable(tally.text()));
}

std::unique_ptr<ConformanceTest> makeTopic_races()
{
    return std::make_unique<RaceConformance>();
}

#include "racetopic.moc"
