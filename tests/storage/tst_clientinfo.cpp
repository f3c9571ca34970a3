// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/callrules.h>
#include <axess/clientinfo.h>

#include "axesstest.h"
#include "rowbuilder.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class TestClientInfo : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatFitsStaysAsItIs();
    void whatIsTooLongGivesWayAtACharactersEdge();
    void aNulIsLeftOut();
};

void TestClientInfo::whatFitsStaysAsItIs()
{
    const ClientInfo client {u"192.0.2.7"_s, u"Mozilla/5.0"_s, u"Firefox on Linux"_s};
    QCOMPARE(client.fitted(), client);
}

void TestClientInfo::whatIsTooLongGivesWayAtACharactersEdge()
{
    const ClientInfo client {QString(100, u'a'), QString(1000, u'é'), QString(100, u'é')};
    const ClientInfo fitted = client.fitted();
    QCOMPARE(fitted.address.toUtf8().size(), 64);
    QCOMPARE(fitted.label, QString(64, u'é'));
    QCOMPARE(fitted.userAgent, QString(160, u'é'));
}

void TestClientInfo::aNulIsLeftOut()
{
    const ClientInfo client {u"192.0.2.7\0"_s, u"Mozilla\0/5.0"_s, u"\0"_s};
    QCOMPARE(client.fitted(), (ClientInfo {u"192.0.2.7"_s, u"Mozilla/5.0"_s, {}}));
    const NewRow entry = RowBuilder(1'772'366'400'000).client(client.fitted()).entry();
    VERIFY_OK(CallRules::check(std::span(&entry, 1)));
}

QTEST_GUILESS_MAIN(TestClientInfo)
#include "tst_clientinfo.moc"
