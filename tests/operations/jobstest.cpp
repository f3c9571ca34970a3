// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobstest.h"

#include "manualcontrol.h"

using namespace Axess;
using namespace Qt::StringLiterals;

void JobsTest::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<StoreFixture>();
    m_counting = std::make_shared<CountingJob>(Rows);
    m_kinds = std::make_shared<const JobKinds>(JobKinds::List {m_counting});
}

std::shared_ptr<Jobs> JobsTest::jobs()
{
    const auto store = m_fixture->open();
    return store ? std::make_shared<Jobs>(*store, m_kinds) : nullptr;
}

JobControl JobsTest::control()
{
    return controlBy(m_fixture->clock);
}

JobRequest JobsTest::counting()
{
    JobRequest request;
    request.kind = u"counting"_s;
    request.by = u"ann"_s;
    request.reason = u"because"_s;
    return request;
}
