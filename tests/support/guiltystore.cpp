// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "guiltystore.h"

#include "decoratedconnection.h"

#include <thread>

using namespace Axess;

namespace {

class GuiltyConnection final : public DecoratedConnection
{
public:
    using DecoratedConnection::DecoratedConnection;

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        QList<NewRow> unguarded(rows.begin(), rows.end());
        for (NewRow &entry : unguarded) {
            if (!entry.admission)
                continue;
            if (const auto room = makeRoom(entry, horizon); !room)
                return std::unexpected(room.error());
            entry.admission.reset();
        }
        return DecoratedConnection::create(unguarded, horizon);
    }

    Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates, const Horizon &) override
    {
        QList<WriteOutcome> outcomes;
        for (const RowUpdate &update : updates) {
            if (const auto written = overwrite(update); !written)
                return std::unexpected(written.error());
            outcomes.append(WriteOutcome());
        }
        return outcomes;
    }

    Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &,
                                       const Horizon &) override
    {
        auto rows = load(ids);
        if (!rows)
            return std::unexpected(rows.error());
        for (SealedRow &row : *rows) {
            row.revocation.reset();
            ++row.change;
        }
        return install(*rows).transform(
            [&](const auto &) { return QList<WriteStatus>(qsizetype(ids.size()), WriteStatus::Stored); });
    }

private:
    // Wide enough a gap that a race finds it also on one core.
    static void letOthersRun() { std::this_thread::yield(); }

    Result<void> overwrite(const RowUpdate &update)
    {
        const auto standing = load(std::span(&update.row.id, 1));
        if (!standing)
            return std::unexpected(standing.error());
        SealedRow row = update.row;
        row.change = standing->isEmpty() ? 1 : standing->constFirst().change + 1;
        row.revocation.reset();
        if (update.event == EventKind::Cycled) {
            const Removal removal {row.id, EndReason::None, {}, 0};
            if (const auto removed = remove(std::span(&removal, 1)); !removed)
                return std::unexpected(removed.error());
        }
        letOthersRun();
        return install(std::span(&row, 1)).transform([](const auto &) { });
    }

    Result<void> makeRoom(const NewRow &entry, const Horizon &horizon)
    {
        const auto sessions = sessionsOf(entry.row.tenant, entry.row.user, {}, 1000, horizon);
        if (!sessions)
            return std::unexpected(sessions.error());
        letOthersRun();
        const qsizetype limit = entry.admission->limit;
        for (qsizetype i = limit > 0 ? limit - 1 : sessions->rows.size(); i < sessions->rows.size(); ++i) {
            const Removal removal {sessions->rows[i].id, EndReason::Displaced, {}, horizon.now};
            if (const auto removed = remove(std::span(&removal, 1)); !removed)
                return std::unexpected(removed.error());
        }
        return {};
    }
};

} // namespace

GuiltyFactory::GuiltyFactory(std::shared_ptr<ConnectionFactory> factory)
    : m_factory(std::move(factory))
{ }

Result<std::unique_ptr<StorageConnection>> GuiltyFactory::connect(const Deadline &deadline)
{
    return m_factory->connect(deadline).transform([](std::unique_ptr<StorageConnection> connection) {
        return std::unique_ptr<StorageConnection>(std::make_unique<GuiltyConnection>(std::move(connection)));
    });
}

int GuiltyFactory::concurrentWriters() const
{
    return m_factory->concurrentWriters();
}

int GuiltyFactory::defaultPoolSize() const
{
    return m_factory->defaultPoolSize();
}
