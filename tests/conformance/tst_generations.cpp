// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

class GenerationConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aUserBeginsAtZero();
    void raisingCountsUp();
    void usersAndTenantsAreApart();
    void puttingNeverLowers();
    void puttingRaises();
    void aRaiseIsSeenByOtherConnections();
    void aGenerationOutlivesTheSessions();
    void guestsHaveNone();
};

void GenerationConformance::aUserBeginsAtZero()
{
    TAKE(generation, store().userGeneration({}, userOf(u"ann"_s)));
    QCOMPARE(generation, 0u);
}

void GenerationConformance::raisingCountsUp()
{
    for (quint64 expected = 1; expected <= 3; ++expected) {
        TAKE(raised, store().raiseUser({}, userOf(u"ann"_s)));
        QCOMPARE(raised, expected);
        TAKE(generation, store().userGeneration({}, userOf(u"ann"_s)));
        QCOMPARE(generation, expected);
    }
}

void GenerationConformance::usersAndTenantsAreApart()
{
    VERIFY_OK(store().raiseUser(tenantOf(u"acme"_s), userOf(u"ann"_s)));
    TAKE(otherTenant, store().userGeneration({}, userOf(u"ann"_s)));
    TAKE(otherCase, store().userGeneration(tenantOf(u"acme"_s), userOf(u"ANN"_s)));
    TAKE(swapped, store().userGeneration(tenantOf(u"ann"_s), userOf(u"acme"_s)));
    QCOMPARE(otherTenant, 0u);
    QCOMPARE(otherCase, 0u);
    QCOMPARE(swapped, 0u);
}

void GenerationConformance::puttingNeverLowers()
{
    VERIFY_OK(store().putUserGeneration({}, userOf(u"ann"_s), 7));
    VERIFY_OK(store().putUserGeneration({}, userOf(u"ann"_s), 3));
    VERIFY_OK(store().putUserGeneration({}, userOf(u"ann"_s), 0));
    TAKE(generation, store().userGeneration({}, userOf(u"ann"_s)));
    QCOMPARE(generation, 7u);
}

void GenerationConformance::puttingRaises()
{
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    VERIFY_OK(store().putUserGeneration({}, userOf(u"ann"_s), 5));
    TAKE(raised, store().raiseUser({}, userOf(u"ann"_s)));
    QCOMPARE(raised, 6u);
}

void GenerationConformance::aRaiseIsSeenByOtherConnections()
{
    const auto other = connection();
    QVERIFY(other);
    VERIFY_OK(other->raiseUser({}, userOf(u"ann"_s)));
    TAKE(generation, store().userGeneration({}, userOf(u"ann"_s)));
    QCOMPARE(generation, 1u);
}

void GenerationConformance::aGenerationOutlivesTheSessions()
{
    VERIFY_OK(store().raiseUser({}, userOf(u"ann"_s)));
    remove(stored(aRow().user(u"ann"_s)).id);
    VERIFY_OK(store().trimEvents(now() + Hour, std::numeric_limits<qint64>::max(), 1000));
    TAKE(generation, store().userGeneration({}, userOf(u"ann"_s)));
    QCOMPARE(generation, 1u);
}

void GenerationConformance::guestsHaveNone()
{
    VERIFY_FAILS(store().userGeneration({}, {}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().raiseUser({}, {}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().putUserGeneration({}, {}, 1), ErrorCode::InvalidArgument);
}

CONFORMANCE_TOPIC(generations, GenerationConformance)
#include "tst_generations.moc"
