// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storefixture.h"

#include "storage/memorybackend_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;

StoreFixture::StoreFixture()
    : url(StoreUrl::parse(u"memory:"_s).value())
    , rootKey(RootKey::fromBytes(SecretBytes::random(*random, RootKey::Size).value()))
{
    options.clock = clock;
    options.random = random;
    options.factory = createMemoryBackend(clock)->factory(url, AccessMode::ReadWrite).value();
    options.controlLag = std::chrono::milliseconds(0);
}

Result<std::shared_ptr<SessionStore>> StoreFixture::open()
{
    return SessionStore::open(url, rootKey, options);
}

Result<std::shared_ptr<SessionStore>> StoreFixture::openKeyless()
{
    return SessionStore::openKeyless(url, options);
}

Result<std::shared_ptr<SessionStore>> StoreFixture::initialise()
{
    return SessionStore::initialise(url, rootKey, options);
}

std::unique_ptr<StorageConnection> StoreFixture::connection()
{
    const Deadline deadline = Deadline::in(std::chrono::seconds(10));
    auto connection = options.factory->connect(deadline).value();
    connection->setDeadline(deadline);
    return connection;
}

SealedRow StoreFixture::stored(const SessionId &id)
{
    return connection()->load(std::span(&id, 1)).value().value(0);
}

void StoreFixture::overwrite(SealedRow row)
{
    row.change += 1;
    const auto installed = connection()->install(std::span(&row, 1)).value();
    Q_ASSERT(installed == QList {InstallStatus::Installed});
}

SessionRow guestRow()
{
    SessionRow row;
    row.idleTimeout = std::chrono::minutes(30);
    row.absoluteTimeout = std::chrono::hours(12);
    row.data.insert(u"basket"_s, 4711);
    row.client.label = u"Firefox on Linux"_s;
    return row;
}

TenantId tenantNamed(const QString &text)
{
    return TenantId::fromText(text).value();
}

UserId userNamed(const QString &text)
{
    return UserId::fromText(text).value();
}
