// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conversiontest.h"

#include "manualcontrol.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

void ConversionTest::init()
{
    m_sessions.clear();
    m_fixture = std::make_unique<StoreFixture>();
    m_key = m_fixture->rootKey;
    m_fixture->rootKey = RootKey::none();
    TAKE(store, m_fixture->open());
    m_clear = store;
}

JobControl ConversionTest::control()
{
    return controlBy(m_fixture->clock);
}

Result<std::shared_ptr<SessionStore>> ConversionTest::opened(const RootKey &key) const
{
    return SessionStore::open(m_fixture->url, key, m_fixture->options);
}

Result<std::shared_ptr<SessionStore>> ConversionTest::mixed(ConversionTarget target)
{
    return openForConversion(m_fixture->url, m_key, target, m_fixture->options);
}

JobInfo ConversionTest::converted(const std::shared_ptr<SessionStore> &store, ConversionTarget target,
                                  JobMode mode)
{
    Jobs jobs(store);
    const auto run = jobs.submit(conversionRequest(target, mode)).and_then([&](const JobInfo &job) {
        return jobs.run(job.id, control());
    });
    return run ? run->job : JobInfo();
}

void ConversionTest::fill(SessionStore &store, int rows)
{
    for (int i = 0; i < rows; ++i) {
        TAKE(row, store.save(guestRow()));
        m_sessions.append(row);
    }
}

void ConversionTest::verifyAll(const RootKey &key, bool isSealed)
{
    TAKE(store, opened(key));
    for (const SessionRow &session : std::as_const(m_sessions)) {
        TAKE(loaded, store->load(session.token));
        QVERIFY(loaded && loaded->data == session.data && loaded->revision == session.revision);
        QCOMPARE(m_fixture->stored(session.id).keyId != 0, isSealed);
    }
    VERIFY_FAILS(opened(isSealed ? RootKey::none() : m_key), ErrorCode::KeyMissing);
}
