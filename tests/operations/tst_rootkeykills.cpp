// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "jobworker.h"
#include "operatordeaths.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/keys.h>

#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Who changes the root key is killed before each document that is written, and at random moments: the store
/// opens under the root key that is deployed, whatever the state, and no session is touched.
class TestRootKeyKills : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyBoundaryIsSurvived_data() { rows(); }
    void everyBoundaryIsSurvived();
    void randomMomentsAreSurvived_data() { rows(); }
    void randomMomentsAreSurvived();

private:
    static constexpr int Sessions = 40;
    static constexpr int MostBoundaries = 30;
    static constexpr int RandomDeaths = 5; // In each of both steps.

    enum class Opens : quint8 { Yes, No, Perhaps };

    static void rows();
    void prepare(const QString &setUp);
    OperatorDeaths::End operate(const QString &step, int diesBefore, std::optional<int> killAfter = {});
    /// Dies at each boundary of the step until nothing is left to do; how often.
    int diesThrough(const QString &step, Opens underOld);
    void diesAtRandom(const QString &step, std::mt19937 &random, Opens underOld);
    /// Under the deployed root key all is as it was.
    void verify(const QString &deployed);
    void verifyBoth(const QString &step, Opens underOld);

    QTemporaryDir m_folder;
    QString m_old;
    QString m_next;
    std::unique_ptr<FreshStore> m_fresh;
    QHash<SessionId, SealedRow> m_before;
    QList<SessionToken> m_tokens;
};

void TestRootKeyKills::rows()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : OperatorDeaths::setUps())
        QTest::newRow(qPrintable(setUp)) << setUp;
}

void TestRootKeyKills::prepare(const QString &setUp)
{
    static int number = 0;
    m_old = m_folder.filePath(u"old%1.key"_s.arg(++number));
    m_next = m_folder.filePath(u"next%1.key"_s.arg(number));
    SystemRandom random;
    for (const QString &file : {m_old, m_next})
        VERIFY_OK(RootKey::generate(random, file));
    TAKE(fresh, FreshStore::make(setUp));
    m_fresh = std::move(fresh);
    StoreOptions options;
    options.callDeadline = 30s;
    TAKE(store, SessionStore::initialise(m_fresh->url(), RootKey::fromFile(m_old), options));
    m_tokens.clear();
    for (int i = 0; i < Sessions; ++i) {
        TAKE(row, store->save(guestRow()));
        m_tokens.append(row.token);
    }
    TAKE(before, OperatorDeaths::rowsOf(*store));
    m_before = before;
    QCOMPARE(m_before.size(), Sessions);
}

OperatorDeaths::End TestRootKeyKills::operate(const QString &step, int diesBefore,
                                              std::optional<int> killAfter)
{
    QStringList words {QString::number(diesBefore), step, m_fresh->text()};
    words += step == "add"_L1 ? QStringList {m_old, m_next} : QStringList {m_next};
    return OperatorDeaths::run(words, killAfter);
}

void TestRootKeyKills::verify(const QString &deployed)
{
    StoreOptions options;
    options.callDeadline = 30s;
    TAKE(store, SessionStore::open(m_fresh->url(), RootKey::fromFile(deployed), options));
    TAKE(now, OperatorDeaths::rowsOf(*store));
    QVERIFY(now == m_before);
    for (const SessionToken &token : std::as_const(m_tokens)) {
        TAKE(loaded, store->load(token));
        QVERIFY(loaded);
    }
}

// The old one is deployed until both are known to open the store, the new one from then on.
void TestRootKeyKills::verifyBoth(const QString &step, Opens underOld)
{
    verify(step == "add"_L1 ? m_old : m_next);
    if (underOld == Opens::Perhaps)
        return;
    StoreOptions options;
    options.callDeadline = 30s;
    const bool opens = SessionStore::open(m_fresh->url(), RootKey::fromFile(m_old), options).has_value();
    QCOMPARE(opens, underOld == Opens::Yes);
}

int TestRootKeyKills::diesThrough(const QString &step, Opens underOld)
{
    int deaths = 0;
    for (int boundary = 1; boundary < MostBoundaries; ++boundary) {
        const auto end = operate(step, boundary);
        if (end != OperatorDeaths::End::Died)
            return end == OperatorDeaths::End::Done ? deaths : -1;
        ++deaths;
        verifyBoth(step, underOld);
    }
    return -1;
}

void TestRootKeyKills::everyBoundaryIsSurvived()
{
    QFETCH(const QString, setUp);
    prepare(setUp);
    QVERIFY(diesThrough(u"add"_s, Opens::Yes) > 0);
    verify(m_old);
    verify(m_next);
    QVERIFY(diesThrough(u"finish"_s, Opens::Perhaps) > 0);
    verifyBoth(u"finish"_s, Opens::No);
}

void TestRootKeyKills::diesAtRandom(const QString &step, std::mt19937 &random, Opens underOld)
{
    auto end = OperatorDeaths::End::Died;
    for (int i = 0; i < RandomDeaths && end == OperatorDeaths::End::Died; ++i) {
        end = operate(step, 0, std::uniform_int_distribution(1, 250)(random));
        verifyBoth(step, underOld);
    }
    if (end == OperatorDeaths::End::Died)
        end = operate(step, 0);
    QCOMPARE(end, OperatorDeaths::End::Done);
}

void TestRootKeyKills::randomMomentsAreSurvived()
{
    QFETCH(const QString, setUp);
    prepare(setUp);
    const quint32 seed = OperatorDeaths::seed();
    qInfo("AXESS_KILL_SEED=%u", seed);
    std::mt19937 random(seed);
    diesAtRandom(u"add"_s, random, Opens::Yes);
    verify(m_next);
    diesAtRandom(u"finish"_s, random, Opens::Perhaps);
    verifyBoth(u"finish"_s, Opens::No);
}

QTEST_GUILESS_MAIN(TestRootKeyKills)
#include "tst_rootkeykills.moc"
