// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "environment.h"
#include "races.h"
#include "verify.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Four processes race for sessions in one SQLite file. AXESS_RACE_ROUNDS sets how often.
class TestProcessRaces : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void sqliteIsInnocent();

private:
    static constexpr int Processes = 4;
};

void TestProcessRaces::sqliteIsInnocent()
{
    const QTemporaryDir folder;
    const QString database = folder.filePath(u"races.db"_s);
    const QString keyFile = folder.filePath(u"root.key"_s);
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, keyFile));
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(30);
    TAKE(judge, SessionStore::open(StoreUrl::forFile(database), RootKey::fromFile(keyFile), options));
    ProcessTeam team(Processes, database, keyFile);
    QVERIFY(team.isReady());

    Races races(team, judge);
    races.run(numberFrom("AXESS_RACE_ROUNDS", 3'000));
    const RaceTally &tally = races.tally();
    QTextStream(stdout) << QTest::currentTestFunction() << ": " << tally.text() << Qt::endl;
    QVERIFY(tally.isInnocent());
}

QTEST_GUILESS_MAIN(TestProcessRaces)
#include "tst_processes.moc"
