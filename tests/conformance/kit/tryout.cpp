// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "tryout.h"

#include "urlbackends.h"

#include <cstdio>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

struct Opened
{
    std::unique_ptr<BackendUnderTest> backend;
    std::shared_ptr<ConnectionFactory> factory;
    std::unique_ptr<StorageConnection> connection;
};

std::unexpected<Error> refused(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Denied, sentence));
}

Result<bool> isEmpty(StorageConnection &connection)
{
    const auto rows = connection.page({.filter = {}, .cursor = {}, .limit = 1, .horizon = {}});
    if (!rows)
        return std::unexpected(rows.error());
    const auto documents = connection.documents({}, {}, 1);
    if (!documents)
        return std::unexpected(documents.error());
    const auto events = connection.events(0, 1);
    if (!events)
        return std::unexpected(events.error());
    return rows->rows.isEmpty() && documents->documents.isEmpty() && events->isEmpty();
}

Result<Opened> open(UrlBackends &backends)
{
    Opened opened;
    auto backend = backends.make({});
    if (!backend)
        return std::unexpected(backend.error());
    opened.backend = std::move(*backend);
    auto factory = opened.backend->factory();
    if (!factory)
        return std::unexpected(factory.error());
    opened.factory = *factory;
    const auto deadline = Deadline::in(std::chrono::seconds(30));
    auto connection = opened.factory->connect(deadline);
    if (!connection)
        return std::unexpected(connection.error());
    opened.connection = std::move(*connection);
    opened.connection->setDeadline(deadline);
    return opened;
}

// Before anything is written: a store without a schema answers with an error, and is empty.
Result<void> expectNobodysData(StorageConnection &connection)
{
    const auto empty = isEmpty(connection);
    if (empty && !*empty)
        return refused(
            u"The store holds data already. The kit tries only empty stores and has touched nothing; "
            "is {store} where the URL names the store?"_s);
    return {};
}

Result<void> lookAt(UrlBackends &backends)
{
    auto first = open(backends);
    if (!first)
        return std::unexpected(first.error());
    if (const auto clean = expectNobodysData(*first->connection); !clean)
        return clean;
    if (const auto made = first->connection->initSchema(); !made)
        return made;
    const auto empty = isEmpty(*first->connection);
    if (!empty)
        return std::unexpected(empty.error());
    if (!*empty)
        return refused(u"A new store is not empty once initSchema has made what is missing"_s);
    if (!first->backend->isShared())
        return {};
    if (const auto written = first->connection->putDocument(u"kit"_s, "first"_ba, 0); !written)
        return std::unexpected(written.error());
    auto second = open(backends);
    if (!second)
        return std::unexpected(second.error());
    const auto other = isEmpty(*second->connection);
    if (other && !*other)
        return refused(
            u"Two names lead to one store: {store} does not stand where the URL names the store"_s);
    return {};
}

} // namespace

int tryOut()
{
    UrlBackends backends = UrlBackends::fromEnvironment();
    const auto usable = backends.check()
                            .and_then([&] { return backends.registry().backend(backends.backend()); })
                            .and_then([&](const auto &) { return lookAt(backends); });
    if (!usable) {
        std::puts(qPrintable(usable.error().message()));
        return 3;
    }
    std::puts(qPrintable(backends.registry().descriptor(backends.backend())->displayName));
    return 0;
}
