// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storagebackend.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Error withoutBell()
{
    return Error(ErrorCode::Unsupported, u"This kind of store wakes nobody: who waits for events looks."_s);
}

} // namespace

// Out of line, so that each interface has one home for its type information across plugins.
StorageConnection::~StorageConnection() = default;
ConnectionFactory::~ConnectionFactory() = default;
StorageBackend::~StorageBackend() = default;

Result<QList<SealedRow>> StorageConnection::describe(std::span<const SessionId> ids)
{
    return load(ids).transform([](QList<SealedRow> rows) {
        for (SealedRow &row : rows)
            row.payload.clear();
        return rows;
    });
}

Result<QList<SealedRow>> StorageConnection::settle(std::span<const LostWrite> writes, const Horizon &)
{
    QList<SessionId> ids;
    for (const LostWrite &write : writes)
        ids.append(write.id);
    return describe(ids);
}

Result<qint64> StorageConnection::countVanished(const Horizon &, qint64)
{
    return 0;
}

Result<QList<Fact>> StorageConnection::vitals()
{
    return QList<Fact>();
}

Result<AccountRights> StorageConnection::rights()
{
    return AccountRights();
}

Result<void> StorageConnection::ring()
{
    return std::unexpected(withoutBell());
}

Result<bool> StorageConnection::listen()
{
    return std::unexpected(withoutBell());
}

Result<VerifyStep> StorageConnection::verify(const VerifyRequest &)
{
    return std::unexpected(
        Error(ErrorCode::Unsupported, u"This kind of store has no indexes that could be verified."_s));
}

} // namespace Axess
