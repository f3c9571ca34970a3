// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "backendundertest.h"

#include "storage/memorybackend_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;

QStringList BackendUnderTest::asked()
{
    return qEnvironmentVariable("AXESS_TEST_BACKENDS", u"memory"_s).split(u',', Qt::SkipEmptyParts);
}

Result<std::unique_ptr<BackendUnderTest>> BackendUnderTest::create(const QString &name)
{
    if (name != "memory"_L1)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"No backend under test is called \"%1\"."_s.arg(name)));
    return std::unique_ptr<BackendUnderTest>(new BackendUnderTest(name));
}

BackendUnderTest::BackendUnderTest(const QString &name)
    : m_name(name)
    , m_backend(createMemoryBackend())
{ }

BackendUnderTest::~BackendUnderTest() = default;

Result<std::shared_ptr<ConnectionFactory>> BackendUnderTest::factory(AccessMode access)
{
    return m_backend->factory(StoreUrl(), access);
}
