// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagecalls.h>

/// Makes rows for tests: `RowBuilder(now).user(u"ann"_s).row()` is a live row, valid in every field.
///
/// Each build has a fresh id, write id and token hash, the same ones in each run.
class RowBuilder
{
public:
    /// Created at `now`; idle for half an hour, at most twelve.
    explicit RowBuilder(qint64 now);

    RowBuilder &id(const Axess::SessionId &id);
    RowBuilder &tenant(const QString &tenant);
    /// Authenticated as this user; the empty name is a guest again.
    RowBuilder &user(const QString &user);
    RowBuilder &level(Axess::SessionLevel level);
    RowBuilder &created(qint64 at);
    RowBuilder &lastSeen(qint64 at);
    /// Idle deadline and sweep column; the absolute deadline is pushed back if it must be.
    RowBuilder &idleUntil(qint64 at);
    /// Absolute deadline; the idle one is capped.
    RowBuilder &endsAt(qint64 at);
    RowBuilder &sweepAt(qint64 at);
    RowBuilder &epochs(quint64 store, quint64 tenant);
    RowBuilder &key(quint32 id);
    RowBuilder &payload(const QByteArray &payload);
    RowBuilder &client(const Axess::ClientInfo &client);

    const Axess::SealedRow &row() const { return m_row; }
    Axess::NewRow entry() const
    {
        return {.row = m_row, .admission = {}, .event = Axess::EventKind::Created};
    }
    Axess::NewRow entry(const Axess::Admission &admission) const;

private:
    Axess::SealedRow m_row;
};

/// The n-th id of this run, from a sequence without repeats.
Axess::SessionId freshId();
/// An id with this first byte, else like freshId.
Axess::SessionId freshIdOf(quint8 bucket);
QByteArray freshBytes(int size);

Axess::TenantId tenantOf(const QString &text);
Axess::UserId userOf(const QString &text);

/// What a save of the row sends: the next revision with a fresh write id.
Axess::RowUpdate saveOf(const Axess::SealedRow &row, const QByteArray &payload = QByteArrayLiteral("saved"));
/// What a cycle of the row sends: a fresh token hash and its event.
Axess::RowUpdate cycleOf(const Axess::SealedRow &row);
/// What a sign-in of a guest sends.
Axess::RowUpdate signInOf(const Axess::SealedRow &row, const QString &user,
                          const std::optional<Axess::Admission> &admission = {});
Axess::Revocation revocationOf(const Axess::SessionId &id, qint64 at, qint64 graceUntil,
                               const QString &reason = QStringLiteral("reported lost"));
