// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sqlitefixture.h"
#include "verify.h"

#include <axess/operations.h>

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A row that nobody can have written stands among good ones: it is left out, and nothing else stops for it.
class TestSqliteDamage : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void listsGoOnBehindIt_data() { kindsOfDamage(); }
    void listsGoOnBehindIt();
    void pagesOfTwoLoseNothing();
    void theSweepGoesOnBehindIt_data() { kindsOfDamage(); }
    void theSweepGoesOnBehindIt();
    void othersAreRemovedLoadedAndSaved_data() { kindsOfDamage(); }
    void othersAreRemovedLoadedAndSaved();
    void aRowWithADamagedNameIsRemoved();
    void usersAndTenantsAreListedBesideIt();
    void signInsAreAdmittedBesideIt();
    void eventsAreReadBesideIt();
    void theDoctorCountsSuchRows();
    void theDoctorFindsADamagedFile();
    void aCheckThatTakesTooLongIsUnfinished();

private:
    static void kindsOfDamage();
    void initialise();
    QList<Finding> examined() const;
    void damage(const QString &assignment, int row);
    void expectALine(int times = 1);
    std::vector<SessionId> ids() const;

    std::unique_ptr<SqliteFixture> m_fixture;
    SqliteFixture::Connection m_store;
    Horizon m_horizon;
    std::vector<NewRow> m_rows; ///< Of one user, a second apart, the oldest first.
};

void TestSqliteDamage::initTestCase_data()
{
    QTest::addColumn<QString>("driver");
    QTest::newRow("native") << u"native"_s;
    QTest::newRow("plain") << u"plain"_s;
}

void TestSqliteDamage::kindsOfDamage()
{
    QTest::addColumn<QString>("assignment");
    QTest::newRow("an id that is too short") << u"id = x'0102'"_s;
    QTest::newRow("an id that is empty") << u"id = x''"_s;
    QTest::newRow("a level that does not exist") << u"level = 9"_s;
    QTest::newRow("a name that nobody can have") << u"user_id = printf('%.*c', 300, 'a')"_s;
}

void TestSqliteDamage::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(QString, driver);
    m_fixture = std::make_unique<SqliteFixture>();
    TAKE(factory, m_fixture->factory(m_fixture->url(u"driver"_s, driver)));
    auto connected = factory->connect(Deadline::in(30s));
    VERIFY_OK(connected);
    m_store = std::move(*connected);
    m_store->setDeadline(Deadline::in(60s));
    VERIFY_OK(m_store->initSchema());
    m_horizon = horizonNow();
    m_rows.clear();
    for (int i = 0; i < 6; ++i)
        m_rows.push_back(
            RowBuilder(m_horizon.now - 10'000 + i * 1000).tenant(u"shop"_s).user(u"ada"_s).entry());
    VERIFY_OK(m_store->create(m_rows, m_horizon));
}

void TestSqliteDamage::cleanup()
{
    m_store.reset();
    m_fixture.reset();
}

void TestSqliteDamage::damage(const QString &assignment, int row)
{
    const QString id = QString::fromLatin1(m_rows[size_t(row)].row.id.view().toByteArray().toHex());
    QCOMPARE(m_fixture->shell(
                 u"UPDATE axess_session SET %1 WHERE id = x'%2'; SELECT changes()"_s.arg(assignment, id)),
             u"1"_s);
}

void TestSqliteDamage::expectALine(int times)
{
    for (int i = 0; i < times; ++i)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"nobody can have written are left out"_s));
}

std::vector<SessionId> TestSqliteDamage::ids() const
{
    std::vector<SessionId> ids;
    for (const NewRow &entry : m_rows)
        ids.push_back(entry.row.id);
    return ids;
}

void TestSqliteDamage::listsGoOnBehindIt()
{
    QFETCH(const QString, assignment);
    damage(assignment, 2);
    expectALine();
    TAKE(page, m_store->page(firstPage(100)));
    QCOMPARE(page.rows.size(), 5);
    QVERIFY(page.next.isEmpty());
    // Of one without an id nobody can be told more.
    const QList<SessionId> passed {m_rows[2].row.id};
    QCOMPARE(page.unreadable, assignment.startsWith(u"id"_s) ? QList<SessionId>() : passed);
    if (!assignment.startsWith(u"user_id"))
        expectALine();
    TAKE(own, m_store->sessionsOf(tenantOf(u"shop"_s), userOf(u"ada"_s), {}, 100, m_horizon));
    QCOMPARE(own.rows.size(), 5);
}

void TestSqliteDamage::pagesOfTwoLoseNothing()
{
    damage(u"level = 9"_s, 1);
    damage(u"level = 9"_s, 2);
    damage(u"level = 9"_s, 3);
    PageRequest request = firstPage(2);
    QList<SessionId> found;
    QList<SessionId> passed;
    int pages = 0;
    expectALine();
    do {
        TAKE(page, m_store->page(request));
        passed += page.unreadable;
        for (const SealedRow &row : page.rows)
            found.append(row.id);
        request.cursor = page.next;
        QVERIFY(++pages < 5);
    } while (!request.cursor.isEmpty());
    QCOMPARE(found, QList<SessionId>({m_rows[5].row.id, m_rows[4].row.id, m_rows[0].row.id}));
    QCOMPARE(passed, QList<SessionId>({m_rows[3].row.id, m_rows[2].row.id, m_rows[1].row.id}));
}

void TestSqliteDamage::theSweepGoesOnBehindIt()
{
    QFETCH(const QString, assignment);
    damage(assignment, 0);
    m_horizon.now += std::chrono::milliseconds(30 * 24h).count();
    // Two at a time: the damaged one stands before all others.
    expectALine(4);
    for (const int expected : {2, 2, 1, 0}) {
        TAKE(removed, m_store->removeExpired(m_horizon, 2));
        QCOMPARE(removed.size(), expected);
    }
    QCOMPARE(m_fixture->shell(u"SELECT COUNT(*) FROM axess_session"_s), u"1"_s);
}

void TestSqliteDamage::othersAreRemovedLoadedAndSaved()
{
    QFETCH(const QString, assignment);
    damage(assignment, 3);
    const RowUpdate save = saveOf(m_rows[0].row);
    TAKE(saved, m_store->update(only(save), m_horizon));
    QCOMPARE(saved.first().status, WriteStatus::Stored);
    TAKE(loaded, m_store->load(only(m_rows[1].row.id)));
    QCOMPARE(loaded.size(), 1);
    std::vector<Removal> removals;
    for (const SessionId &id : ids())
        removals.push_back({id, EndReason::SignedOut, {}, m_horizon.now});
    TAKE(removed, m_store->remove(removals));
    QVERIFY(removed.size() >= 5);
}

void TestSqliteDamage::aRowWithADamagedNameIsRemoved()
{
    damage(u"user_id = CAST(x'41ff' AS TEXT), tenant_id = printf('%.*c', 300, 'a')"_s, 3);
    const Removal removal {m_rows[3].row.id, EndReason::SignedOut, {}, m_horizon.now};
    TAKE(removed, m_store->remove(only(removal)));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.first().id, removal.id);
}

void TestSqliteDamage::usersAndTenantsAreListedBesideIt()
{
    damage(u"user_id = printf('%.*c', 300, 'a')"_s, 1);
    damage(u"tenant_id = printf('%.*c', 300, 'a')"_s, 2);
    expectALine();
    TAKE(users, m_store->users(tenantOf(u"shop"_s), {}, 10));
    QCOMPARE(users.users.size(), 1);
    QCOMPARE(users.users.first().sessions, 4);
    expectALine();
    TAKE(tenants, m_store->tenants({}, 1));
    QCOMPARE(tenants.tenants, QList<TenantId> {tenantOf(u"shop"_s)});
    QVERIFY(tenants.next.isEmpty());
}

void TestSqliteDamage::signInsAreAdmittedBesideIt()
{
    damage(u"id = x'0102'"_s, 0);
    const Admission admission {.generation = 0, .limit = 6, .policy = LimitPolicy::DenyNew};
    const NewRow entry = RowBuilder(m_horizon.now).tenant(u"shop"_s).user(u"ada"_s).entry(admission);
    TAKE(outcome, m_store->create(only(entry), m_horizon));
    QCOMPARE(outcome.first().status, WriteStatus::Stored);
}

void TestSqliteDamage::eventsAreReadBesideIt()
{
    QCOMPARE(
        m_fixture->shell(u"UPDATE axess_event SET session_id = x'01' WHERE position = 2; SELECT changes()"_s),
        u"1"_s);
    expectALine();
    TAKE(events, m_store->events(0, 3));
    QCOMPARE(events.size(), 3);
    QCOMPARE(events.last().position, 4);
}

// With the documents of a whole store, and the same rows.
void TestSqliteDamage::initialise()
{
    QCOMPARE(m_fixture->shell(u"DELETE FROM axess_session"_s), QString());
    VERIFY_OK(SessionStore::open(m_fixture->url()));
    VERIFY_OK(m_store->create(m_rows, m_horizon));
}

QList<Finding> TestSqliteDamage::examined() const
{
    QFETCH_GLOBAL(QString, driver);
    const auto store = SessionStore::openKeyless(m_fixture->url(u"driver"_s, driver));
    return store.and_then([](const auto &opened) { return examine(*opened); }).value_or(QList<Finding>());
}

namespace {

Severity severityOf(const QList<Finding> &findings, const QString &check)
{
    for (const Finding &finding : findings) {
        if (finding.check == check)
            return finding.severity;
    }
    QTest::qFail(qPrintable(u"There is no finding "_s + check), __FILE__, __LINE__);
    return Severity::Hint;
}

} // namespace

void TestSqliteDamage::theDoctorCountsSuchRows()
{
    initialise();
    QCOMPARE(severityOf(examined(), u"sqlite.rows"_s), Severity::Good);
    damage(u"level = 9"_s, 1);
    expectALine();
    QCOMPARE(severityOf(examined(), u"sqlite.rows"_s), Severity::Problem);
}

void TestSqliteDamage::theDoctorFindsADamagedFile()
{
    initialise();
    QCOMPARE(severityOf(examined(), u"sqlite.integrity"_s), Severity::Good);
    QCOMPARE(m_fixture->shell(u"PRAGMA wal_checkpoint(TRUNCATE)"_s), u"0|0|0"_s);
    const qint64 page
        = m_fixture->shell(u"SELECT rootpage FROM sqlite_master WHERE name = 'axess_session_key'"_s)
              .toLongLong();
    QVERIFY(page > 1);
    QFile file(m_fixture->path());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((page - 1) * 4096));
    QCOMPARE(file.write(QByteArray(4096, 'x')), 4096);
    file.close();

    const QList<Finding> findings = examined();
    QCOMPARE(severityOf(findings, u"sqlite.integrity"_s), Severity::Problem);
    QCOMPARE(severityOf(findings, u"sqlite.indexes"_s), Severity::Good);
}

void TestSqliteDamage::aCheckThatTakesTooLongIsUnfinished()
{
    QCOMPARE(m_fixture->shell(u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000)"
                              " INSERT INTO axess_audit SELECT 'log', i, randomblob(40) FROM n"_s),
             QString());
    m_store->setDeadline(Deadline::in(50ms));
    TAKE(facts, m_store->inspect());
    QCOMPARE(facts[facts.size() - 2].name, u"integrity"_s);
    QCOMPARE(facts[facts.size() - 2].value, u"unfinished"_s);
}

QTEST_GUILESS_MAIN(TestSqliteDamage)
#include "tst_sqlitedamage.moc"
