// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyregistry.h"

#include <axess/storagecalls.h>

namespace Axess {

/// One step of a walk through all indexes and sessions.
///
/// Each bucket is walked through by its indexes, for what leads nowhere. Sessions and registries that no
/// index names are found by SCAN: in a cluster by the bucket's slot, else in a bucket of its own behind the
/// others, because that looks at all keys of the server. What stands in one slot is compared and put right by
/// one script; what stands in two is looked at once more afterwards, so that a sign-in or an end in between
/// loses nothing.
class ValkeyVerify
{
public:
    ValkeyVerify(ValkeyNet &net, const VerifyRequest &request);

    Result<VerifyStep> run();

private:
    /// What a bucket is walked through by, in this order.
    enum class Phase : char {
        Sessions = 'S', ///< SCAN
        Registries = 'R', ///< SCAN
        Expiry = 'E',
        Created = 'C',
        TenantRows = 'T',
        Names = 'N',
        Users = 'U',
    };
    struct Place
    {
        Phase phase = Phase::Expiry;
        QByteArray server; ///< Whose cursor it is.
        QByteArray cursor = "0";
    };
    struct Found
    {
        QByteArray next;
        QByteArrayList entries;
    };

    bool isCluster() const { return m_net.options().layout == ValkeyLayout::Cluster; }
    int scanBucket() const { return isCluster() ? -1 : ValkeyKeys::Buckets; }
    bool isScanned() const { return isCluster() || m_request.bucket == scanBucket(); }
    bool repairs() const { return m_request.mode == VerifyMode::Repair; }
    QByteArray flag() const { return repairs() ? "1" : "0"; }
    const ValkeyKeys::Bucket &bucket() const;

    Result<Place> place() const;
    QByteArray behind(const Place &place, const QByteArray &next) const;
    ValkeyCommand question(const Place &place) const;
    QByteArray pattern(Phase phase) const;
    /// Nothing if another server answers than the one whose cursor it is.
    Result<std::optional<Found>> look(Place &place);
    Result<void> verify(Phase phase, const QByteArrayList &entries);

    Result<void> verifyRows(Phase phase, const QByteArrayList &members);
    Result<void> verifyTenants();
    void countRows(ValkeyView reply, std::vector<ValkeyRegistry::Entry> &registered);
    ValkeyCommand rowsOf(int number, Phase phase, std::span<const QByteArray> members) const;

    Result<void> verifyRegistered(std::span<const ValkeyRegistry::Entry> entries);
    Result<void> enrol(std::span<const ValkeyRegistry::Entry> entries);
    Result<void> verifyRegistries(const QByteArrayList &keys);
    Result<void> verifyNames(Phase phase, const QByteArrayList &names);
    /// Members of registries without their session, and catalogues, are put right together.
    struct User
    {
        TenantId tenant;
        UserId user;
        std::vector<ValkeyRegistry::Entry> suspects; ///< Members whose session is not there.
    };
    Result<std::optional<User>> userOfRegistry(const QByteArray &key) const;
    Result<void> findSuspects(std::vector<User> &users);
    /// Remarks whose sessions the server took before their time; a repair has forgotten them by now.
    Result<void> nameVanished(std::span<const User> users);
    Result<void> prune(std::span<const User> users);
    /// Of these, those whose session stands and is this user's.
    Result<std::vector<ValkeyRegistry::Entry>> standing(std::span<const ValkeyRegistry::Entry> entries);

    ValkeyNet &m_net;
    const VerifyRequest &m_request;
    VerifyStep m_step;
};

} // namespace Axess
