// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <axess/storagecalls.h>

namespace Axess {

/// What a server says of itself.
class ValkeyInspection
{
public:
    explicit ValkeyInspection(ValkeyNet &net)
        : m_net(net)
    { }

    /// What takes a few questions, whatever the number of sessions.
    Result<QList<Fact>> vitals();
    /// All of it.
    Result<QList<Fact>> facts();
    Result<qint64> time();
    /// Whether this server can hold this store: Unsupported for one that is too old, Denied for a policy that
    /// could evict the keys of a sealed store. A user who may not ask is believed. Tells the connection what
    /// this user may not call.
    Result<void> check();
    /// The last of these alone, for a user who lacked rights when the connection was made.
    Result<void> checkRights();
    /// What this user may do: of the data, all or nothing.
    Result<AccountRights> rights();
    /// The second of these alone, for a store that is about to be sealed.
    Result<void> checkPolicy();

    /// What INFO says.
    static QHash<QByteArray, QByteArray> fieldsOf(QByteArrayView text);

private:
    Result<std::vector<QHash<QByteArray, QByteArray>>> info();
    Result<qint64> sessions();
    QList<Fact> configured();
    Result<void> check(const QHash<QByteArray, QByteArray> &known);
    Result<bool> isSealed();
    ValkeyCommand rightsQuestion() const;
    void noteRights(const ValkeyView &reply);

    ValkeyNet &m_net;
};

} // namespace Axess
