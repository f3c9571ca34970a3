// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/jobs.h>

#include <QtCore/qjsonobject.h>

namespace Axess {

enum class Severity : quint8 { Good, Hint, Warning, Problem };

/// What the doctor found, and what to do about it.
struct Finding
{
    QString check; ///< A stable name, such as `sqlite.wal-size`.
    Severity severity = Severity::Good;
    QString sentence; ///< English.
    QString remedy; ///< Empty when good.
};

/// Looks a store over: its settings, schema, keys, clock, sweep backlog, replication and more; docs/doctor.md
/// lists all of it. Reads only.
AXESS_EXPORT Result<QList<Finding>> examine(SessionStore &store);

/// One engine that uses the store, from its own document, renewed every 5 s and gone after 10 minutes of
/// silence.
struct InstanceInfo
{
    QString id;
    QString host;
    QString program;
    QString version;
    qint64 started = 0;
    qint64 renewed = 0; ///< UTC milliseconds.
    QList<quint32> keysKnown;
    QString rootKey; ///< Fingerprint of the root key that its configuration holds; empty = none, or unknown.
    bool opensMixed = false; ///< It has a root key and `seal=mixed`: it may take part in a conversion.
    QString store; ///< Identity of the store that it names as its own, in hexadecimal.
    /// Identity of the store beside it, to which the sessions may move (StoreOptions::standby), in
    /// hexadecimal; empty = there is none, or it was not made or not reached yet.
    QString standby;
    qint64 clockOffset = 0;
    int pool = 0; ///< Connections that it may open.
    /// When it noticed that the store had lost what it had acknowledged, UTC milliseconds; 0 = never. A
    /// backup was put back, or a failover lost the last writes.
    qint64 storeWentBack = 0;
    QJsonObject counters;
};

AXESS_EXPORT Result<QList<InstanceInfo>> instances(SessionStore &store);

/// Whether an instance works off the jobs of its store (jobs.h).
enum class JobPolicy : quint8 {
    WorkOff,
    LeaveAlone,
};

/// How long the store remembers events: what answers "why was I logged out?".
struct EventRetention
{
    std::chrono::milliseconds age {std::chrono::days(14)};
    qint64 most = 1'000'000; ///< About so many, the newest; 0 = however many there are.
};

/// Removes events that are too old or too many, in batches, until done or `budget` has passed; of users'
/// histories, too. How many. Nobody's session is touched. InvalidArgument for an age that keeps nothing,
/// ClockSkew while it is not known how old they are.
AXESS_EXPORT Result<qint64> trimHistory(SessionStore &store, const EventRetention &retention,
                                        std::chrono::milliseconds budget,
                                        const std::function<bool(qint64)> &goOn = {});

/// The engine's housekeeping: renews this instance's document, sweeps under a lease, at a jittered
/// interval, works off jobs, and submits one when a failover may have left indexes wrong.
///
/// Two threads of its own from `start` to destruction (bounded by the call deadline). Failures are logged and
/// retried. Jobs of a sealed store are left to those who have its key.
class AXESS_EXPORT Housekeeping
{
public:
    struct Options
    {
        QString program; ///< Shown to operators.
        std::chrono::milliseconds sweepEvery {std::chrono::hours(1)}; ///< ± 20 %.
        std::chrono::milliseconds renewEvery {std::chrono::seconds(5)};
        JobPolicy jobs = JobPolicy::WorkOff;
        std::chrono::milliseconds lookForJobsEvery {std::chrono::seconds(5)};
        /// Jobs slow down while applications wait longer for the store, see JobRequest::foregroundLimit.
        std::chrono::milliseconds foregroundLimit {250};
        /// A failover of Valkey that was noticed so long ago has one instance submit `verify-index`. The job
        /// leaves alone what is younger than a minute.
        std::chrono::milliseconds verifyAfter {std::chrono::seconds(75)};
        /// Which events are kept. Looked at with each sweep: all instances should say the same.
        EventRetention events {};
    };
    Housekeeping(std::shared_ptr<SessionStore> store, const Options &options);
    ~Housekeeping();
    Q_DISABLE_COPY_MOVE(Housekeeping)

    /// Twice is once. Full when the system starts no more threads; may be called again.
    Result<void> start();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// One sweep under the store's lease, in batches, until done or `budget` has passed. How many rows went;
/// nothing if another instance holds the lease.
AXESS_EXPORT Result<std::optional<qint64>> sweepOnce(SessionStore &store, std::chrono::milliseconds budget,
                                                     const std::function<bool(qint64)> &goOn = {});

/// Leaves a sweep to whoever works jobs off, in batches, not before `after` has passed. Rows that an epoch
/// has ended are swept a minute later, and the control lag.
AXESS_EXPORT Result<JobInfo> submitSweep(std::shared_ptr<SessionStore> store, const QString &by,
                                         const QString &reason, std::chrono::milliseconds after);

} // namespace Axess
