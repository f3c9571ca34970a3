// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "environment.h"
#include "freshstore.h"
#include "races.h"
#include "verify.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Four processes race for sessions in one store. AXESS_RACE_ROUNDS sets how often.
class TestProcessRaces : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theStoreIsInnocent_data();
    void theStoreIsInnocent(); // Promise: 2

private:
    static constexpr int Processes = 4;
};

void TestProcessRaces::theStoreIsInnocent_data()
{
    QTest::addColumn<int>("rounds");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::addRow("%s", qPrintable(setUp)) << (setUp.startsWith(u"sqlite"_s) ? 3'000 : 1'000);
}

void TestProcessRaces::theStoreIsInnocent()
{
    QFETCH(int, rounds);
    const QTemporaryDir folder;
    const QString keyFile = folder.filePath(u"root.key"_s);
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, keyFile));
    TAKE(place, FreshStore::make(QString::fromLatin1(QTest::currentDataTag())));
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(30);
    TAKE(judge, SessionStore::initialise(place->url(), RootKey::fromFile(keyFile), options));
    ProcessTeam team(Processes, QCoreApplication::applicationDirPath() + u"/raceworker"_s,
                     {place->text(), keyFile});
    QVERIFY(team.isReady());

    Races races(team, judge);
    races.run(numberFrom("AXESS_RACE_ROUNDS", rounds));
    const RaceTally &tally = races.tally();
    QTextStream(stdout) << QTest::currentDataTag() << ": " << tally.text() << Qt::endl;
    QVERIFY(tally.isInnocent());
}

QTEST_GUILESS_MAIN(TestProcessRaces)
#include "tst_processes.moc"
