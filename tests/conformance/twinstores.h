// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "rowbuilder.h"

#include <axess/storageconnection.h>

#include <random>

/// Sends the same random calls to two stores and compares what they answer.
///
/// The calls follow from the seed alone. Few ids, users and names, so that calls meet one another.
class TwinStores
{
public:
    TwinStores(Axess::StorageConnection &first, Axess::StorageConnection &second, quint64 seed, qint64 now);

    /// One call; an empty text if both answered the same, else what differed.
    QString step();
    /// Everything that can be listed; as above.
    QString compareAll();
    /// The time has moved on with the calls.
    qint64 now() const { return m_horizon.now; }

private:
    using Step = QString (TwinStores::*)();

    QString create();
    QString createAdmitted();
    QString update();
    QString signIn();
    QString touch();
    QString reseal();
    QString revoke();
    QString restore();
    QString remove();
    QString sweep();
    QString install();
    QString bury();
    QString raiseUser();
    QString putDocument();
    QString removeDocument();
    QString load();
    QString page();
    QString sessionsOf();
    QString usersAndTenants();
    QString events();
    QString advance();

    /// Asks both; `what` names the call in the answer.
    template<typename Ask> QString compare(const QString &what, Ask ask);
    template<typename Ask, typename Normalise>
    QString compare(const QString &what, Ask ask, Normalise normalise);

    int random(int below);
    bool oneIn(int chances) { return random(chances) == 0; }
    RowBuilder aRow();
    Axess::SessionId anId();
    Axess::UserId aUser();
    Axess::TenantId aTenant();
    /// A row as it stands or, now and then, stood before; nothing if the id is free.
    std::optional<Axess::SealedRow> aKnownRow();
    Axess::Admission anAdmission(const Axess::TenantId &tenant, const Axess::UserId &user);
    Axess::SessionFilter aFilter();

    Axess::StorageConnection &m_first;
    Axess::StorageConnection &m_second;
    std::mt19937_64 m_random;
    Axess::Horizon m_horizon;
    QList<Axess::SessionId> m_ids;
    QHash<Axess::SessionId, Axess::SealedRow> m_remembered;
    QList<Axess::Revocation> m_revocations;
};
