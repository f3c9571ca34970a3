// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinworker.h"

#include "storage/storageaccess_p.h"
#include "storage/twinrepair_p.h"

#include "axesstest.h"
#include "freshstore.h"
#include "manualclock.h"
#include "verify.h"

#include <QtCore/qprocess.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Instances that write to two stores are killed between them, at every write: what they acknowledged holds
/// in both when their buckets were compared, and what ended stays ended.
class TestTwinKills : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whoDiesBetweenTheStoresLosesNothing_data();
    void whoDiesBetweenTheStoresLosesNothing();

private:
    static constexpr int Writes = 6; ///< Killed at each of the first so many, in four places.

    struct Known
    {
        bool isCreated = false; ///< Acknowledged, as all that follows.
        int saves = 0;
        bool isRevoked = false;
        bool mayHaveEnded = false;
        bool hasEnded = false;
    };
    using Rows = QHash<SessionId, SealedRow>;

    void read(const QByteArray &lines);
    QString verdict(const Rows &leader, const Rows &follower) const;
    static Rows rowsOf(StorageAccess &store);

    QHash<SessionId, Known> m_known;
};

void TestTwinKills::whoDiesBetweenTheStoresLosesNothing_data()
{
    QTest::addColumn<QString>("leader");
    QTest::addColumn<QString>("follower");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s)) {
        QTest::addRow("%s leads", qPrintable(setUp)) << setUp << u"sqlite"_s;
        if (setUp != u"sqlite"_s)
            QTest::addRow("%s follows", qPrintable(setUp)) << u"sqlite"_s << setUp;
    }
}

void TestTwinKills::read(const QByteArray &lines)
{
    for (const QByteArray &line : lines.split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        const auto id = SessionId::fromText(QString::fromLatin1(words.value(2)));
        if (!id)
            continue;
        Known &known = m_known[*id];
        const bool isDone = words[0] == "done";
        known.mayHaveEnded |= words[1] == "remove";
        known.hasEnded |= isDone && words[1] == "remove";
        known.isCreated |= isDone && words[1] == "create";
        known.isRevoked |= isDone && words[1] == "revoke";
        // A revoked session takes no more saves.
        known.saves += isDone && words[1] == "save" && !known.isRevoked ? 1 : 0;
    }
}

TestTwinKills::Rows TestTwinKills::rowsOf(StorageAccess &store)
{
    Rows rows;
    PageRequest request;
    const Deadline deadline = Deadline::in(60s);
    do {
        const auto page
            = store.run(Verb::Page, deadline, [&](StorageConnection &one) { return one.page(request); })
                  .value();
        QList<SessionId> ids;
        for (const SealedRow &row : page.rows)
            ids.append(row.id);
        const QList<SealedRow> loaded = store.load(std::span<const SessionId>(ids), deadline).value();
        for (const SealedRow &row : loaded)
            rows.insert(row.id, row);
        request.cursor = page.next;
    } while (!request.cursor.isEmpty());
    return rows;
}

QString TestTwinKills::verdict(const Rows &leader, const Rows &follower) const
{
    if (leader != follower)
        return u"the stores differ"_s;
    for (auto it = m_known.cbegin(); it != m_known.cend(); ++it) {
        const auto row = leader.constFind(it.key());
        const bool stands = row != leader.cend();
        if (stands && it->hasEnded)
            return u"a session that had ended is back"_s;
        if (!stands && it->isCreated && !it->mayHaveEnded)
            return u"a session was lost"_s;
        if (stands && it->isRevoked && !row->revocation)
            return u"a revocation was lost"_s;
        if (stands && row->revision < quint64(1 + it->saves))
            return u"a save was lost"_s;
    }
    return {};
}

void TestTwinKills::whoDiesBetweenTheStoresLosesNothing()
{
    QFETCH(QString, leader);
    QFETCH(QString, follower);
    TAKE(leading, FreshStore::make(leader));
    TAKE(following, FreshStore::make(follower));
    BackendRegistry registry;
    TAKE(leaderFactory, KilledTwins::factoryOf(registry, leading->text()));
    TAKE(followerFactory, KilledTwins::factoryOf(registry, following->text()));
    StorageAccess leaderStore(leaderFactory);
    StorageAccess followerStore(followerFactory);
    for (StorageAccess *store : {&leaderStore, &followerStore})
        VERIFY_OK(store->run(Verb::ChangeSchema, Deadline::in(60s),
                             [](StorageConnection &connection) { return connection.initSchema(); }));

    m_known.clear();
    int deaths = 0;
    for (const QString &where :
         {u"leader-before"_s, u"leader-after"_s, u"follower-before"_s, u"follower-after"_s}) {
        for (int write = 1; write <= Writes; ++write) {
            QProcess worker;
            worker.start(QStringLiteral(AXESS_TWINWORKER),
                         {leading->text(), following->text(), u"%1 %2"_s.arg(where).arg(write), where,
                          QString::number(write)});
            QVERIFY(worker.waitForFinished(60'000));
            if (worker.exitStatus() != QProcess::CrashExit)
                QFAIL(worker.readAllStandardError().constData());
            read(worker.readAllStandardOutput());
            ++deaths;
        }
    }
    QCOMPARE(deaths, 4 * Writes);

    const auto clock = std::make_shared<ManualClock>(SystemClock().now());
    TwinRepair repair(
        leaderStore, followerStore,
        TwinRepair::Settings {.notes = KilledTwins::Notes.toString(), .clock = clock, .callTime = 60s});
    VERIFY_OK(repair.look());
    clock->advance(TwinRepair::Settings().silence);
    TAKE(buckets, repair.look());
    TAKE(report, repair.compare(buckets));
    // Some of them died when the leader had written and the follower had not.
    QVERIFY(report.installed + report.buried > 0);
    QCOMPARE(report.apart, 0);
    QCOMPARE(verdict(rowsOf(leaderStore), rowsOf(followerStore)), QString());
    TAKE(left, repair.look());
    QVERIFY(left.isEmpty());
}

QTEST_GUILESS_MAIN(TestTwinKills)
#include "tst_twinkills.moc"
