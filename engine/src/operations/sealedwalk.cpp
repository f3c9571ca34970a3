// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sealedwalk_p.h"

#include "crypto/envelope_p.h"
#include "instancedocument_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

Result<SealedPage> readSealedPage(StoreCore &core, const std::optional<quint32> &key,
                                  const QByteArray &cursor, int limit)
{
    const Deadline deadline = core.deadline();
    PageRequest request;
    request.filter.keyId = key;
    request.order = PageOrder::OldestFirst;
    request.cursor = cursor;
    request.limit = std::clamp(limit, 1, PageRequest::MaximumRows);
    request.horizon = core.horizonAtHand(deadline);
    const auto page = core.storage().run(
        Verb::Page, deadline, [&](StorageConnection &connection) { return connection.page(request); });
    if (!page)
        return std::unexpected(page.error());
    std::vector<SessionId> ids;
    ids.reserve(std::size_t(page->rows.size()));
    for (const SealedRow &row : page->rows)
        ids.push_back(row.id);
    return core.storage().load(ids, deadline).transform([&](const QList<SealedRow> &rows) {
        return SealedPage {rows, page->next, page->examined};
    });
}

Result<QHash<quint32, qint64>> countByKey(StoreCore &core)
{
    return core.storage().run(Verb::CountByKey, core.deadline(),
                              [](StorageConnection &connection) { return connection.countByKey(); });
}

Result<quint32> verifiedKey(const SealedRow &row, const KeyRing &ring)
{
    return RowSealer::open(row, &ring).and_then([&](const RowContent &) {
        return envelopeKeyId(row.payload);
    });
}

Result<void> announceRing(StoreCore &core, quint64 revision)
{
    const auto state = core.control().renew(core.deadline());
    if (!state)
        return std::unexpected(state.error());
    if ((*state)->ringRevision >= revision)
        return {};
    return core.control()
        .change(
            [revision](ControlState &control) {
                control.ringRevision = std::max(control.ringRevision, revision);
            },
            core.deadline())
        .transform([](const ControlCopy::State &) {});
}

std::chrono::milliseconds drainTime(StoreCore &core)
{
    return core.options().callDeadline + 2 * core.options().controlLag;
}

Result<QStringList> instancesUnawareOf(StoreCore &core, quint32 key, std::chrono::milliseconds silence)
{
    return instancesOf(core).transform([&](const QList<InstanceInfo> &infos) {
        const qint64 oldest = core.time().now() - silence.count();
        QStringList unaware;
        for (const InstanceInfo &info : infos) {
            if (info.renewed >= oldest && !info.keysKnown.isEmpty() && !info.keysKnown.contains(key))
                unaware.append(u"%1 on %2"_s.arg(info.program, info.host));
        }
        return unaware;
    });
}

} // namespace Axess
