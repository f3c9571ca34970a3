// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "revoketest.h"

#include "manualcontrol.h"
#include "session/documentbox_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void RevokeTest::init()
{
    AxessTest::init();
    m_shop.clear();
    m_bank.clear();
    m_fixture = std::make_unique<StoreFixture>();
    m_store = m_fixture->open().value();
    for (int i = 0; i < Shop + Bank; ++i) {
        m_fixture->clock->advance(1ms);
        SessionRow row = guestRow();
        row.tenant = tenantNamed(i < Shop ? u"shop"_s : u"bank"_s);
        if (i % 3 > 0) {
            row.user = userNamed(u"user%1"_s.arg(i % 7));
            row.level = i % 3 == 1 ? SessionLevel::Authenticated : SessionLevel::SteppedUp;
            row.authenticatedAt = m_store->now();
            row.created = m_store->now();
        }
        (i < Shop ? m_shop : m_bank).append(m_store->save(row).value().id);
    }
}

BulkRevocation RevokeTest::ofTenant(const QString &tenant)
{
    BulkRevocation what;
    what.scope = RevokeScope::Matching;
    what.filter.tenant = tenantNamed(tenant);
    what.reason = u"stolen laptop"_s;
    what.ticket = u"T-17"_s;
    what.by = u"ann"_s;
    return what;
}

JobControl RevokeTest::control()
{
    return controlBy(m_fixture->clock);
}

bool RevokeTest::isLive(const SessionId &id)
{
    const auto found = m_store->find(id);
    return found && *found && (*found)->life == Life::Live;
}

qint64 RevokeTest::living()
{
    return m_store->statistics().value().live;
}

JobInfo RevokeTest::revoked(const BulkRevocation &what)
{
    const JobInfo job = RevokeSessions(m_store).submit(what).value();
    return Jobs(m_store).run(job.id, control()).value().job;
}

QList<StoredDocument> RevokeTest::parts()
{
    return m_fixture->connection()->documents(DocumentName::JobSetPrefix.toString(), {}, 200)->documents;
}
