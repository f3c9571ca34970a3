// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "rowbuilder.h"
#include "verify.h"

#include "sqlends.h"
#include "sqlevents.h"
#include "sqlitedialect.h"
#include "sqllists.h"
#include "sqlschema.h"
#include "sqlsessions.h"
#include "sqlsweep.h"

#include <axess/clock.h>

#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlQuery>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// A link that asks SQLite how it would run each statement.
class ExplainingLink final : public SqlLink
{
public:
    explicit ExplainingLink(const QString &path)
        : SqlLink(sqliteDialect())
    {
        m_opened = openDatabase(u"QSQLITE"_s, [&](QSqlDatabase &database) {
                       database.setDatabaseName(path);
                   }).and_then([this] {
            return run(
                u"CREATE TEMP TABLE axess_raised_tenant (tenant_id TEXT PRIMARY KEY, epoch INTEGER)"_s);
        });
    }
    ~ExplainingLink() override { closeDatabase(); }

    const Result<void> &opened() const { return m_opened; }
    QStringList takePlans() { return std::exchange(m_plans, {}); }

protected:
    void interruptStatement() override { }
    std::expected<std::unique_ptr<SqlStatement>, SqlFailure> prepare(const QString &text) override
    {
        QSqlQuery explanation(database());
        explanation.prepare(u"EXPLAIN QUERY PLAN "_s + text);
        for (qsizetype i = 0; i < text.count(u'?'); ++i)
            explanation.addBindValue(1);
        if (explanation.exec()) {
            while (explanation.next())
                m_plans.append(explanation.value(3).toString() + u" -- "_s + text);
        }
        return SqlLink::prepare(text);
    }

private:
    Result<void> m_opened;
    QStringList m_plans;
};

} // namespace

/// No statement may look at every row, or sort what an index keeps in order.
class TestSqlitePlans : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void pagesGoAlongAnIndex_data();
    void pagesGoAlongAnIndex();
    void sweepingGoesAlongAnIndex();
    void writingFindsRowsByTheirKey();
    void listsOfUsersAndTenantsGoAlongAnIndex();
    void eventsGoAlongAnIndex();

private:
    void verifyPlans();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ExplainingLink> m_link;
    Horizon m_horizon;
};

void TestSqlitePlans::init()
{
    AxessTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_link = std::make_unique<ExplainingLink>(m_folder->filePath(u"store.db"_s));
    VERIFY_OK(m_link->opened());
    VERIFY_OK(SqlSchema(*m_link).create());
    m_link->takePlans();
    m_horizon = {};
    m_horizon.now = SystemClock().now();
    m_horizon.store = {1, m_horizon.now};
    m_horizon.tenants = {{tenantOf(u"acme"_s), {1, m_horizon.now}}};
}

void TestSqlitePlans::cleanup()
{
    m_link.reset();
    m_folder.reset();
}

void TestSqlitePlans::verifyPlans()
{
    const QStringList plans = m_link->takePlans();
    QVERIFY(!plans.isEmpty());
    for (const QString &plan : plans) {
        const bool scans = plan.startsWith(u"SCAN axess_"_s) && !plan.contains(u"USING"_s);
        QVERIFY2(!scans, qPrintable(plan));
        QVERIFY2(!plan.startsWith(u"USE TEMP B-TREE"_s), qPrintable(plan));
    }
}

void TestSqlitePlans::pagesGoAlongAnIndex_data()
{
    QTest::addColumn<QString>("index");
    QTest::addColumn<bool>("byTenant");
    QTest::addColumn<bool>("byUser");
    QTest::addColumn<bool>("byKey");
    QTest::newRow("all") << u"axess_session_created"_s << false << false << false;
    QTest::newRow("tenant") << u"axess_session_tenant"_s << true << false << false;
    QTest::newRow("user") << u"axess_session_user"_s << true << true << false;
    QTest::newRow("key") << u"axess_session_key"_s << false << false << true;
}

void TestSqlitePlans::pagesGoAlongAnIndex()
{
    QFETCH(QString, index);
    QFETCH(bool, byTenant);
    QFETCH(bool, byUser);
    QFETCH(bool, byKey);
    for (const PageOrder order : {PageOrder::NewestFirst, PageOrder::OldestFirst}) {
        PageRequest request;
        request.order = order;
        if (byTenant)
            request.filter.tenant = tenantOf(u"acme"_s);
        if (byUser)
            request.filter.user = userOf(u"ann"_s);
        if (byKey)
            request.filter.keyId = 3;
        VERIFY_OK(SqlLists(*m_link).page(request));
        const QStringList plans = m_link->takePlans();
        QCOMPARE(plans.size(), 1);
        QVERIFY2(plans[0].startsWith(u"SEARCH axess_session USING INDEX "_s + index), qPrintable(plans[0]));
    }
}

void TestSqlitePlans::sweepingGoesAlongAnIndex()
{
    VERIFY_OK(SqlSweep(*m_link, m_horizon).run(100));
    const QStringList plans = m_link->takePlans();
    for (const QString &index : {u"axess_session_sweep"_s, u"axess_session_grace"_s,
                                 u"axess_session_created"_s, u"axess_session_tenant"_s}) {
        const bool isUsed = std::ranges::any_of(plans, [&](const QString &plan) {
            return plan.startsWith(u"SEARCH axess_session USING INDEX "_s + index);
        });
        QVERIFY2(isUsed, qPrintable(index + u": "_s + plans.join(u'\n')));
    }
    for (const QString &plan : plans)
        QVERIFY2(plan.startsWith(u"SEARCH"_s) || plan.startsWith(u"LIST SUBQUERY"_s)
                     || plan.startsWith(u"CORRELATED"_s),
                 qPrintable(plan));
}

void TestSqlitePlans::writingFindsRowsByTheirKey()
{
    SqlSessions sessions(*m_link, m_horizon);
    const NewRow plain = RowBuilder(m_horizon.now).user(u"ann"_s).epochs(1, 1).entry();
    const NewRow admitted = RowBuilder(m_horizon.now)
                                .user(u"ann"_s)
                                .epochs(1, 1)
                                .entry(Admission {.generation = 0, .limit = 5});
    VERIFY_OK(sessions.create({&plain, 1}));
    VERIFY_OK(sessions.create({&admitted, 1}));
    const RowUpdate save = saveOf(plain.row);
    VERIFY_OK(sessions.update({&save, 1}));
    const RowUpdate late = saveOf(plain.row);
    VERIFY_OK(sessions.update({&late, 1}));
    const Touch touch {plain.row.id, plain.row.idleDeadline + 1, plain.row.lastSeen + 1,
                       plain.row.sweepAt + 1};
    VERIFY_OK(sessions.touch({&touch, 1}));
    const Removal removal {plain.row.id, EndReason::SignedOut, {}, m_horizon.now};
    VERIFY_OK(SqlEnds(*m_link, m_horizon).remove({&removal, 1}));
    verifyPlans();
}

void TestSqlitePlans::listsOfUsersAndTenantsGoAlongAnIndex()
{
    SqlLists lists(*m_link);
    VERIFY_OK(lists.users(tenantOf(u"acme"_s), {}, 10));
    VERIFY_OK(lists.sessionsOf(tenantOf(u"acme"_s), userOf(u"ann"_s), {}, 10, m_horizon));
    VERIFY_OK(lists.countByKey());
    verifyPlans();
    VERIFY_OK(lists.tenants({}, 10));
    const QStringList plans = m_link->takePlans();
    for (const QString &plan : plans)
        QVERIFY2(!plan.contains(u"SCAN axess_session"_s), qPrintable(plan));
}

void TestSqlitePlans::eventsGoAlongAnIndex()
{
    SqlEvents events(*m_link);
    VERIFY_OK(events.behind(0, 10));
    VERIFY_OK(events.ofUser(tenantOf(u"acme"_s), userOf(u"ann"_s), 10));
    VERIFY_OK(events.trim(1, 1, 10));
    verifyPlans();
}

QTEST_GUILESS_MAIN(TestSqlitePlans)
#include "tst_sqliteplans.moc"
