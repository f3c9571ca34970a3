// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/jobsteering.h"
#include "logouts/bulkorder.h"

namespace Axess {

/// What became of a log-out in bulk, or how far it came.
struct BulkOutcome
{
    JobInfo job; ///< Without id where no document of it stands in the store.
    QList<RevokeReport> undoable; ///< Of what was done without a document: ids and marks.
    qint64 undoUntil = 0; ///< UTC milliseconds; 0 = never.
    std::optional<quint64> epoch; ///< That was raised.
    quint64 auditEntry = 0;
    JobRunEnd end = JobRunEnd::Ended;
};

/// What the worker does. Blocking; all go through the engine's operations.
class BulkWork
{
public:
    using Store = std::shared_ptr<SessionStore>;

    /// As a job of the store; without its key in this process alone, and lost with it.
    static Result<BulkOutcome> run(const Store &store, const BulkOrder &order, JobSteering &steering);
    /// Works on with a job that was submitted before.
    static Result<BulkOutcome> goOn(const Store &store, const BulkOrder &order, const QString &job,
                                    JobSteering &steering);
    static Result<BulkOutcome> undo(const Store &store, const BulkOutcome &done, const QString &by,
                                    JobSteering &steering);
    static Result<JobInfo> steer(const Store &store, const QString &job, JobWish wish);
    /// Until when some of what the job ended can be brought back; UTC milliseconds, 0 = never.
    static qint64 undoUntil(const JobInfo &job, std::chrono::milliseconds grace);

private:
    static Result<BulkOutcome> runHere(const Store &store, const BulkOrder &order, JobSteering &steering);
    static Result<BulkOutcome> raiseEpoch(const Store &store, const BulkOrder &order);
    static Result<BulkOutcome> undoHere(const Store &store, const BulkOutcome &done, JobSteering &steering);
};

} // namespace Axess
