// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "raceteam.h"
#include "storefixture.h"
#include "verify.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;

/// 64 people sign in as one user at the same moment, in four processes.
class TestLimits : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyHasMoreSessionsThanTheLimit_data();
    void nobodyHasMoreSessionsThanTheLimit();

private:
    static constexpr int Processes = 4;
    static constexpr int InEach = 16;
    static constexpr int Limit = 5;
    static constexpr int Rounds = 6;

    struct Crowd
    {
        int in = 0;
        int denied = 0;
        int unclear = 0;
    };
    static Crowd crowdOf(const QByteArrayList &answers);
    /// Live rows of the user, whatever its registry says.
    static Result<qsizetype> rowsOf(SessionStore &store, const UserId &user);
};

TestLimits::Crowd TestLimits::crowdOf(const QByteArrayList &answers)
{
    Crowd crowd;
    for (const QByteArray &answer : answers) {
        const QByteArrayList words = answer.split(' ');
        if (words.size() != 4 || words[0] != "ok") {
            crowd.unclear += InEach;
            continue;
        }
        crowd.in += words[1].toInt();
        crowd.denied += words[2].toInt();
        crowd.unclear += words[3].toInt();
    }
    return crowd;
}

Result<qsizetype> TestLimits::rowsOf(SessionStore &store, const UserId &user)
{
    SessionQuery query;
    query.filter.tenant = TenantId();
    query.filter.user = user;
    query.filter.life = Life::Live;
    return store.page(query).transform([](const SessionPage &page) { return page.sessions.size(); });
}

void TestLimits::nobodyHasMoreSessionsThanTheLimit_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestLimits::nobodyHasMoreSessionsThanTheLimit()
{
    QFETCH(const QString, setUp);
    const QTemporaryDir folder;
    const QString keyFile = folder.filePath(u"root.key"_s);
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, keyFile));
    TAKE(place, FreshStore::make(setUp));
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(30);
    TAKE(judge, SessionStore::initialise(place->url(), RootKey::fromFile(keyFile), options));
    ProcessTeam team(Processes, QCoreApplication::applicationDirPath() + u"/raceworker"_s,
                     {place->text(), keyFile});
    QVERIFY(team.isReady());

    int unclear = 0;
    for (int round = 0; round < Rounds; ++round) {
        const LimitPolicy policy = LimitPolicy(round % 3);
        const int limit = round < 3 ? Limit : 1;
        const QString name = u"user%1"_s.arg(round);
        const QByteArrayList words {"crowd", name.toUtf8(), QByteArray::number(limit),
                                    QByteArray::number(int(policy)), QByteArray::number(InEach)};
        const Crowd crowd = crowdOf(team.all(words.join(' ')));
        unclear += crowd.unclear;
        QCOMPARE(crowd.in + crowd.denied + crowd.unclear, Processes * InEach);
        TAKE(listed, judge->findSessionsForUser(userNamed(name)));
        TAKE(rows, rowsOf(*judge, userNamed(name)));
        QCOMPARE_LE(listed.size(), limit);
        QCOMPARE_LE(rows, limit);
        if (crowd.unclear > 0)
            continue;
        QCOMPARE(listed.size(), limit);
        QCOMPARE(rows, limit);
        if (policy == LimitPolicy::DenyNew)
            QCOMPARE(crowd.in, limit);
        else
            QCOMPARE(crowd.denied, 0);
    }
    QTextStream(stdout) << QTest::currentDataTag() << ": " << unclear << " of " << Rounds * Processes * InEach
                        << " sign-ins without an answer" << Qt::endl;
    QCOMPARE_LT(unclear, Rounds * Processes * InEach);
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
