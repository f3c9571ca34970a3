// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rowview_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

SessionRow viewOf(const SealedRow &row)
{
    SessionRow view;
    view.id = row.id;
    view.tenant = row.tenant;
    view.user = row.user;
    view.level = row.level;
    view.created = row.created;
    view.authenticatedAt = row.authenticatedAt;
    view.absoluteDeadline = row.absoluteDeadline;
    view.idleDeadline = row.idleDeadline;
    view.lastSeen = row.lastSeen;
    view.storeEpoch = row.storeEpoch;
    view.tenantEpoch = row.tenantEpoch;
    view.revision = row.revision;
    view.writeId = row.writeId;
    view.change = row.change;
    view.keyId = row.keyId;
    view.payloadBytes = row.payloadBytes;
    view.client = row.client;
    view.revocation = row.revocation;
    view.stored = storedColumns(view);
    return view;
}

SessionRow viewOf(const SealedRow &row, const OpenedRow &opened, Verification verification)
{
    SessionRow view = viewOf(row);
    view.idleTimeout = opened.idleTimeout;
    view.absoluteTimeout = opened.absoluteTimeout;
    view.fingerprint = opened.fingerprint;
    view.dataSchema = opened.dataSchema;
    view.data = opened.data;
    view.verification = verification;
    return view;
}

StoredColumns storedColumns(const SessionRow &row)
{
    return StoredColumns {
        row.tenant,           row.user,       row.level,       row.created, row.authenticatedAt,
        row.absoluteDeadline, row.storeEpoch, row.tenantEpoch, row.revision};
}

SealedRow columnsOf(const SessionRow &row)
{
    SealedRow columns;
    columns.id = row.id;
    columns.tenant = row.tenant;
    columns.user = row.user;
    columns.level = row.level;
    columns.created = row.created;
    columns.authenticatedAt = row.authenticatedAt;
    columns.absoluteDeadline = row.absoluteDeadline;
    columns.storeEpoch = row.storeEpoch;
    columns.tenantEpoch = row.tenantEpoch;
    columns.client = row.client.fitted();
    return columns;
}

qint64 sweepTime(qint64 idleDeadline, std::chrono::milliseconds idleTimeout)
{
    const qint64 step = std::max<qint64>(1, idleTimeout.count() / 2);
    return (idleDeadline / step + (idleDeadline % step == 0 ? 0 : 1)) * step;
}

void setSeen(SealedRow &row, qint64 seen, std::chrono::milliseconds idleTimeout)
{
    row.lastSeen = seen;
    // Not a sum first: the time-out may be any number.
    const bool isCapped = idleTimeout.count() >= row.absoluteDeadline - seen;
    row.idleDeadline = isCapped ? row.absoluteDeadline : seen + idleTimeout.count();
    row.sweepAt = sweepTime(row.idleDeadline, idleTimeout);
}

Result<void> upgradeData(SessionRow &row, const StoreOptions &options)
{
    if (row.dataSchema > options.dataSchema)
        return std::unexpected(Error(
            ErrorCode::TooNew,
            u"The data of session %1 has schema %2; this application knows schema %3"_s.arg(row.id.text())
                .arg(row.dataSchema)
                .arg(options.dataSchema)));
    while (row.dataSchema < options.dataSchema) {
        const auto step = std::ranges::find(options.dataUpgrades, row.dataSchema, &DataUpgrade::from);
        if (step == options.dataUpgrades.cend())
            return std::unexpected(
                Error(ErrorCode::Unsupported,
                      u"No step upgrades the data of session %1 from schema %2"_s.arg(row.id.text())
                          .arg(row.dataSchema)));
        auto upgraded = step->upgrade(std::move(row.data));
        if (!upgraded)
            return std::unexpected(upgraded.error());
        row.data = std::move(*upgraded);
        row.dataSchema++;
    }
    return {};
}

QString fittedDetail(const QString &text)
{
    constexpr qsizetype most = 256;
    QByteArray utf8 = text.toUtf8();
    if (utf8.size() <= most)
        return text;
    qsizetype end = most;
    while (end > 0 && (quint8(utf8[end]) & 0xc0) == 0x80)
        --end;
    return QString::fromUtf8(utf8.first(end));
}

} // namespace Axess
