// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"

#include <axess/keys.h>
#include <axess/revokesessions.h>
#include <axess/rotationprogress.h>

namespace Axess {

/// A rotation of keys that was decided on.
struct RotationOrder
{
    QString purpose = QStringLiteral("envelope"); ///< Or `cookie`.
    bool isLazy = false; ///< Sessions move as they are saved; nothing is retired.
    bool isDryRun = false;
    bool isLeft = false; ///< To applications and workers.
    bool isFresh = false; ///< One that stands already is cancelled: its key may be the one that was lost.
    int rate = 0; ///< Sessions a second, at most; 0 = as fast as it goes.
    QString reason;
    QString by;

    JobRequest request() const;
    /// One of that purpose that has not ended, as it stands; else it submits. Blocking.
    Result<JobInfo> submit(const std::shared_ptr<SessionStore> &store) const;
    bool isAskedBy(const JobRequest &request) const; ///< Else somebody asked for another one.
    QString line(const StoreAddress &address) const; ///< Of axessctl.
};

/// A key is known to somebody else: what was done about it.
struct CompromiseReport
{
    KeyChange change;
    std::optional<Result<JobInfo>> revocation; ///< Nothing where none was asked for.
    std::optional<Result<JobInfo>> rotation; ///< The same.
};

/// A key is known to somebody else: what is done about it.
struct CompromiseOrder
{
    quint32 key = 0;
    bool rotates = false; ///< Seals everything anew, by a rotation of its own.
    bool revokes = false; ///< Logs out those who began before, for good.
    std::optional<qint64> before; ///< UTC milliseconds; absent = everybody.
    QString reason;
    QString ticket;
    QString by;

    BulkRevocation revocation() const;
    RotationOrder rotation() const;
    /// All of it in one go, for whoever asked may go away meanwhile. Twice is once. Blocking.
    Result<CompromiseReport> carryOut(const std::shared_ptr<SessionStore> &store) const;
    QString line(const StoreAddress &address) const;
};

/// The lines of axessctl for single acts on keys.
class KeyLine
{
public:
    explicit KeyLine(StoreAddress address)
        : m_address(std::move(address))
    { }

    QString add(const QString &purpose) const;
    QString activate(quint32 key) const;
    QString retire(quint32 key) const;
    QString verify() const;
    QString addRootKey(const QString &file) const;
    QString finishRootKey(const QString &file) const; ///< With which the store is opened then.

private:
    QString shell(const QStringList &command) const;

    StoreAddress m_address;
};

} // namespace Axess
