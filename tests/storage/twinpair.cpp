// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "twinpair.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QString documentOf(const QString &name)
{
    return u"pair/"_s + name;
}

std::unique_ptr<StorageConnection> readerOf(ConnectionFactory &factory)
{
    auto reader = factory.connect(soon()).value();
    reader->setDeadline(Deadline::in(std::chrono::minutes(10)));
    return reader;
}

} // namespace

TwinPair::TwinPair()
{
    const auto backend = createMemoryBackend(clock);
    const auto leading = backend->factory({}, AccessMode::ReadWrite).value();
    const auto following = backend->factory({}, AccessMode::ReadWrite).value();
    leader = std::make_shared<FaultyFactory>(leading);
    follower = std::make_shared<FaultyFactory>(following);
    leaderReader = readerOf(*leading);
    followerReader = readerOf(*following);
    StorageAccess::Settings settings;
    settings.pool.firstPause = settings.pool.longestPause = std::chrono::milliseconds(1);
    m_access = std::make_unique<StorageAccess>(follower, settings);
    m_leaderAccess = std::make_unique<StorageAccess>(leader, settings);
}

std::shared_ptr<Twin> TwinPair::twin(const QString &name)
{
    Twin::Settings settings;
    settings.document = documentOf(name);
    settings.heldDocuments = {u"value/"_s};
    settings.heldWrites = {u"job/"_s};
    settings.clock = clock;
    settings.rest = std::chrono::milliseconds(0);
    settings.strictDocuments = {u"value/"_s};
    auto twin = std::make_shared<Twin>(*m_access, settings);
    twin->setMode(TwinMode::Lenient);
    return twin;
}

std::unique_ptr<StorageConnection> TwinPair::connect(std::shared_ptr<Twin> twin)
{
    auto connection = TwinFactory(leader, std::move(twin)).connect(soon()).value();
    connection->setDeadline(soon());
    return connection;
}

TwinNote TwinPair::note(const QString &name)
{
    const auto document = leaderReader->document(documentOf(name)).value();
    return document ? TwinNote::fromBytes(document->bytes) : TwinNote();
}

QHash<SessionId, SealedRow> TwinPair::rowsOf(StorageConnection &connection)
{
    QHash<SessionId, SealedRow> rows;
    PageRequest request;
    request.limit = StorageConnection::MaximumBatch;
    do {
        const auto page = connection.page(request).value();
        QList<SessionId> ids;
        for (const SealedRow &row : page.rows)
            ids.append(row.id);
        const QList<SealedRow> loaded = connection.load(ids).value();
        for (const SealedRow &row : loaded)
            rows.insert(row.id, row);
        request.cursor = page.next;
    } while (!request.cursor.isEmpty());
    return rows;
}

QString TwinPair::difference(const BucketSet &but)
{
    const auto leading = rowsOf(*leaderReader);
    const auto following = rowsOf(*followerReader);
    for (auto it = leading.cbegin(); it != leading.cend(); ++it) {
        if (!but.contains(it.key().bucket()) && following.value(it.key()) != it.value())
            return u"%1 stands otherwise in the follower"_s.arg(it.key().text());
    }
    for (auto it = following.cbegin(); it != following.cend(); ++it) {
        if (!but.contains(it.key().bucket()) && !leading.contains(it.key()))
            return u"%1 has ended and stands in the follower"_s.arg(it.key().text());
    }
    return {};
}
