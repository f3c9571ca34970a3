// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include "logouts/ladder.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestLogOutLadder : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void eachSizeHasItsRung_data();
    void eachSizeHasItsRung();
    void nameIsTypedInProductionOnly();
    void anEpochCannotBeUndoneAndIsCountedDown();
    void aCompromisedAccountIsLoggedOutAtOnce();
};

void TestLogOutLadder::eachSizeHasItsRung_data()
{
    using enum LogOutScope;
    QTest::addColumn<LogOutScope>("scope");
    QTest::addColumn<qint64>("sessions");
    QTest::addColumn<Environment>("environment");
    QTest::addColumn<LogOutRung>("rung");
    const LogOutRung none {.tier = 0, .question = LogOutQuestion::None, .grace = 10s};
    const LogOutRung line {.tier = 1, .question = LogOutQuestion::Line, .grace = 10s};
    const LogOutRung preview {.tier = 2, .question = LogOutQuestion::Preview, .grace = 30s};
    LogOutRung typed = preview;
    typed.typing = LogOutTyping::Name;
    const LogOutRung wizard {.tier = 3,
                             .question = LogOutQuestion::Wizard,
                             .typing = LogOutTyping::TenantAtStore,
                             .act = GatedAct::LogOutMany,
                             .grace = 15min,
                             .countdown = 60s,
                             .wantsTicket = true};
    LogOutRung everybody = wizard;
    everybody.typing = LogOutTyping::StoreName;
    everybody.act = GatedAct::LogOutEverybody;
    everybody.hold = 5s;
    const auto row
        = [](const char *name, LogOutScope scope, qint64 sessions, Environment environment,
             const LogOutRung &rung) { QTest::newRow(name) << scope << sessions << environment << rung; };

    row("one, development", Chosen, 1, Environment::Development, none);
    row("two, development", Chosen, 2, Environment::Development, line);
    row("one, staging", Chosen, 1, Environment::Staging, line);
    row("one, production", Chosen, 1, Environment::Production, line);
    row("one, not marked", Chosen, 1, Environment::Unmarked, line);
    row("ten", Chosen, 10, Environment::Production, line);
    row("eleven", Chosen, 11, Environment::Staging, preview);
    row("eleven, development", Chosen, 11, Environment::Development, preview);
    row("eleven, production", Chosen, 11, Environment::Production, typed);
    row("a thousand", Chosen, 1000, Environment::Production, typed);
    row("more than a thousand", Chosen, 1001, Environment::Development, wizard);
    row("a user of one session", User, 1, Environment::Development, preview);
    row("a user, production", User, 3, Environment::Production, typed);
    row("a user of more than a thousand", User, 1001, Environment::Production, wizard);
    row("a tenant of one session", Tenant, 1, Environment::Development, wizard);
    row("all that match", Matching, 5, Environment::Development, wizard);
    row("everybody", Everybody, 0, Environment::Development, everybody);
}

void TestLogOutLadder::eachSizeHasItsRung()
{
    QFETCH(const LogOutScope, scope);
    QFETCH(const qint64, sessions);
    QFETCH(const Environment, environment);
    QFETCH(const LogOutRung, rung);

    const LogOutRung found = LogOutLadder::rung({scope, sessions}, environment);

    QCOMPARE(found.tier, rung.tier);
    QCOMPARE(found.question, rung.question);
    QCOMPARE(found.typing, rung.typing);
    QCOMPARE(found.act, rung.act);
    QVERIFY(found == rung);
}

void TestLogOutLadder::nameIsTypedInProductionOnly()
{
    for (const Environment environment :
         {Environment::Unmarked, Environment::Development, Environment::Staging, Environment::Production}) {
        const LogOutRung rung = LogOutLadder::rung({LogOutScope::User, 5}, environment);
        QCOMPARE(rung.typing == LogOutTyping::Name, environment == Environment::Production);
    }
}

void TestLogOutLadder::anEpochCannotBeUndoneAndIsCountedDown()
{
    const LogOutRung tenant
        = LogOutLadder::rung({LogOutScope::Tenant, 5, LogOutWay::Epoch}, Environment::Development);
    QCOMPARE(tenant.tier, 3);
    QCOMPARE(tenant.grace, 0s);
    QCOMPARE(tenant.countdown, 60s);
    QVERIFY(LogOutLadder::compromised(tenant) == tenant);
}

void TestLogOutLadder::aCompromisedAccountIsLoggedOutAtOnce()
{
    for (const qint64 sessions : {1, 10, 100, 10'000}) {
        const LogOutRung usual = LogOutLadder::rung({LogOutScope::Chosen, sessions}, Environment::Production);
        const LogOutRung atOnce = LogOutLadder::compromised(usual);
        QCOMPARE(atOnce.grace, 0s);
        QCOMPARE(atOnce.countdown, 0s);
        QCOMPARE(atOnce.typing, usual.typing);
        QCOMPARE(atOnce.question, usual.question);
    }
}

QTEST_APPLESS_MAIN(TestLogOutLadder)
#include "tst_logoutladder.moc"
