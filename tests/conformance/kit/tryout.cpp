// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "tryout.h"

#include "urlbackends.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>

#include <cstdio>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QString Word = u"kit"_s; // The document's name.

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

Result<std::unique_ptr<StorageConnection>> connect(ConnectionFactory &factory)
{
    const auto deadline = Deadline::in(std::chrono::seconds(30));
    auto connection = factory.connect(deadline);
    if (connection)
        (*connection)->setDeadline(deadline);
    return connection;
}

Result<void> openAgain(Opened &opened)
{
    opened.connection.reset();
    opened.factory.reset();
    auto factory = opened.backend->factory();
    if (!factory)
        return std::unexpected(factory.error());
    opened.factory = *factory;
    auto connection = connect(*opened.factory);
    if (!connection)
        return std::unexpected(connection.error());
    opened.connection = std::move(*connection);
    return {};
}

Result<Opened> open(UrlBackends &backends)
{
    Opened opened;
    auto backend = backends.make({});
    if (!backend)
        return std::unexpected(backend.error());
    opened.backend = std::move(*backend);
    return openAgain(opened).transform([&] { return std::move(opened); });
}

// Before anything is written. What has no schema cannot be read, and is empty.
Result<void> expectNobodysData(StorageConnection &connection)
{
    const auto empty = isEmpty(connection);
    if (empty && *empty)
        return {};
    if (empty)
        return refused(
            u"The store holds data already. The kit tries only empty stores and has touched nothing; "
            "is {store} where the URL names the store?"_s);
    const auto schema = connection.schema();
    if (schema && !schema->exists)
        return {};
    return std::unexpected(empty.error());
}

Result<void> putWord(StorageConnection &connection)
{
    return connection.initSchema()
        .and_then([&] { return connection.putDocument(Word, "first"_ba, 0); })
        .transform([](quint64) {});
}

// By a process that has ended when it is looked for, and while this one has nothing open.
Result<bool> findsWhatAnotherProcessLeft(Opened &store)
{
    store.connection.reset();
    store.factory.reset();
    qputenv("AXESS_KIT_STORE", store.backend->text().toUtf8());
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {u"--leave-word"_s});
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return refused(u"A further process cannot write to the store: "_s
                       + QString::fromUtf8(process.readAllStandardOutput()).trimmed());
    if (const auto opened = openAgain(store); !opened)
        return std::unexpected(opened.error());
    const auto word = store.connection->document(Word);
    if (word)
        return word->has_value();
    const auto schema = store.connection->schema();
    if (schema && !schema->exists)
        return false;
    return std::unexpected(word.error());
}

Result<bool> lookAt(UrlBackends &backends)
{
    auto first = open(backends);
    if (!first)
        return std::unexpected(first.error());
    if (const auto clean = expectNobodysData(*first->connection); !clean)
        return std::unexpected(clean.error());
    if (!first->backend->isShared())
        return false;
    const auto isPersistent = findsWhatAnotherProcessLeft(*first);
    if (!isPersistent)
        return isPersistent;
    if (!*isPersistent) {
        if (const auto written = putWord(*first->connection); !written)
            return std::unexpected(written.error());
    }
    auto second = open(backends);
    const auto other = second ? isEmpty(*second->connection) : std::unexpected(second.error());
    // A file goes with its store; of a server's the kit takes away what it has written.
    if (const auto removed = first->connection->removeDocument(Word, 1); !removed)
        return std::unexpected(removed.error());
    if (!second)
        return std::unexpected(second.error());
    if (other && !*other)
        return refused(
            u"Two names lead to one store: {store} does not stand where the URL names the store"_s);
    const auto empty = isEmpty(*first->connection);
    if (!empty)
        return std::unexpected(empty.error());
    if (!*empty)
        return refused(u"A new store is not empty once initSchema has made what is missing"_s);
    return isPersistent;
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
    std::puts(*usable ? "persistent" : "gone with its process");
    return 0;
}

int leaveWord(const QString &storeUrl)
{
    BackendRegistry registry;
    const auto left
        = StoreUrl::parse(storeUrl)
              .and_then([&](const StoreUrl &url) { return registry.factory(url, AccessMode::ReadWrite); })
              .and_then([](const auto &factory) {
                  return connect(*factory).and_then(
                      [](const auto &connection) { return putWord(*connection); });
              });
    if (!left)
        std::puts(qPrintable(left.error().message()));
    return left ? 0 : 3;
}
