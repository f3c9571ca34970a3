// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlrow.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Where each column stands in SqlRow::Columns.
enum Column {
    Id,
    Tenant,
    User,
    Level,
    Created,
    AuthenticatedAt,
    AbsoluteDeadline,
    IdleDeadline,
    LastSeen,
    SweepAt,
    StoreEpoch,
    TenantEpoch,
    Revision,
    WriteId,
    TokenHash,
    KeyId,
    Change,
    PayloadBytes,
    ClientAddress,
    ClientAgent,
    ClientLabel,
    Mark,
    RevokedAt,
    Grace,
    Reason,
    Payload,
};

std::optional<RevocationMark> readMark(const SqlStatement &statement)
{
    if (statement.isNull(RevokedAt))
        return std::nullopt;
    return RevocationMark {statement.bytes(Mark), statement.integer(RevokedAt), statement.integer(Grace),
                           statement.text(Reason)};
}

void appendMark(SqlValues &values, const std::optional<RevocationMark> &mark)
{
    if (!mark) {
        values.resize(values.size() + 4);
        return;
    }
    values.insert(values.end(), {SqlBytes {mark->mark}, mark->at, mark->graceUntil, mark->reason});
}

Error damaged()
{
    return Error(ErrorCode::Corrupt, u"The store holds a session that nobody can have written."_s)
        .inOneSession();
}

} // namespace

const QString SqlRow::Columns
    = u"id, tenant_id, user_id, level, created, authenticated_at, absolute_deadline, idle_deadline, "
      u"last_seen,"
      " sweep_at, store_epoch, tenant_epoch, revision, write_id, token_hash, key_id, change_count, "
      "payload_bytes,"
      " client_address, client_agent, client_label, revocation_mark, revoked_at, revocation_grace,"
      " revocation_reason"_s;

void SqlRow::append(SqlValues &values, const SealedRow &row, quint64 change)
{
    values.insert(values.end(),
                  {SqlBytes {row.id.view()},
                   SqlText {row.tenant.utf8()},
                   SqlText {row.user.utf8()},
                   qint64(row.level),
                   row.created,
                   row.authenticatedAt,
                   row.absoluteDeadline,
                   row.idleDeadline,
                   row.lastSeen,
                   row.sweepAt,
                   qint64(row.storeEpoch),
                   qint64(row.tenantEpoch),
                   qint64(row.revision),
                   SqlBytes {row.writeId},
                   SqlBytes {row.tokenHash},
                   qint64(row.keyId),
                   qint64(change),
                   qint64(row.payload.size()),
                   row.client.address,
                   row.client.userAgent,
                   row.client.label});
    appendMark(values, row.revocation);
    values.emplace_back(SqlBytes {row.payload});
}

Result<SealedRow> SqlRow::read(const SqlStatement &statement)
{
    const auto id = readId(statement, Id);
    const auto tenant = readName<TenantId>(statement, Tenant);
    const auto user = readName<UserId>(statement, User);
    const qint64 level = statement.integer(Level);
    if (!id || !tenant || !user || level < 0 || level > qint64(SessionLevel::SteppedUp))
        return std::unexpected(damaged());

    SealedRow row;
    row.id = *id;
    row.tenant = *tenant;
    row.user = *user;
    row.level = SessionLevel(level);
    row.created = statement.integer(Created);
    row.authenticatedAt = statement.integer(AuthenticatedAt);
    row.absoluteDeadline = statement.integer(AbsoluteDeadline);
    row.idleDeadline = statement.integer(IdleDeadline);
    row.lastSeen = statement.integer(LastSeen);
    row.sweepAt = statement.integer(SweepAt);
    row.storeEpoch = quint64(statement.integer(StoreEpoch));
    row.tenantEpoch = quint64(statement.integer(TenantEpoch));
    row.revision = quint64(statement.integer(Revision));
    row.writeId = statement.bytes(WriteId);
    row.tokenHash = statement.bytes(TokenHash);
    row.keyId = quint32(statement.integer(KeyId));
    row.change = quint64(statement.integer(Change));
    row.payloadBytes = statement.integer(PayloadBytes);
    row.client = {statement.text(ClientAddress), statement.text(ClientAgent), statement.text(ClientLabel)};
    row.revocation = readMark(statement);
    return row;
}

Result<SealedRow> SqlRow::readWithPayload(const SqlStatement &statement)
{
    auto row = read(statement);
    if (row)
        row->payload = statement.bytes(Payload);
    return row;
}

Result<Cursor::Place> SqlRow::readPlace(const SqlStatement &statement)
{
    return readId(statement, Id).transform([&](const SessionId &id) {
        return Cursor::Place {statement.integer(Created), id};
    });
}

const QString SqlRow::EndedColumns = u"id, tenant_id, user_id, level, absolute_deadline, idle_deadline, "
                                     u"store_epoch, tenant_epoch, revoked_at,"
                                     " revocation_grace, revocation_reason"_s;

Result<SealedRow> SqlRow::readEnded(const SqlStatement &statement)
{
    const auto id = readId(statement, 0);
    const auto tenant = readName<TenantId>(statement, 1);
    const auto user = readName<UserId>(statement, 2);
    const qint64 level = statement.integer(3);
    if (!id || !tenant || !user || level < 0 || level > qint64(SessionLevel::SteppedUp))
        return std::unexpected(damaged());
    SealedRow row;
    row.id = *id;
    row.tenant = *tenant;
    row.user = *user;
    row.absoluteDeadline = statement.integer(4);
    row.idleDeadline = statement.integer(5);
    row.storeEpoch = quint64(statement.integer(6));
    row.tenantEpoch = quint64(statement.integer(7));
    if (!statement.isNull(8))
        row.revocation = RevocationMark {{}, statement.integer(8), statement.integer(9), statement.text(10)};
    return row;
}

Result<SessionId> SqlRow::readId(const SqlStatement &statement, int column)
{
    const auto id = SessionId::fromBytes(statement.bytes(column));
    if (!id)
        return std::unexpected(damaged());
    return *id;
}

Result<Event> SqlRow::readEvent(const SqlStatement &statement)
{
    const auto id = readId(statement, 4);
    const auto tenant = readName<TenantId>(statement, 5);
    const auto user = readName<UserId>(statement, 6);
    if (!id || !tenant || !user)
        return std::unexpected(damaged());
    return Event {statement.integer(0),
                  statement.integer(1),
                  EventKind(statement.integer(2)),
                  EndReason(statement.integer(3)),
                  *id,
                  *tenant,
                  *user,
                  statement.text(7)};
}

} // namespace Axess
