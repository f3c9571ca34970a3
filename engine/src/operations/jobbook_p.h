// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <axess/jobs.h>

#include <mutex>

namespace Axess {

/// A job and the revision of its document.
struct StoredJob
{
    JobInfo job;
    quint64 revision = 0;
};

/// The job documents of a store, and the clear copies of their progress. Thread-safe.
class AXESS_TEST_EXPORT JobBook
{
public:
    explicit JobBook(StoreCore &core)
        : m_core(core)
    { }

    /// Gone if it is not there; KeyMissing, Corrupt or TooNew if it cannot be read.
    Result<StoredJob> read(const QString &id);
    /// Stores if nobody wrote meanwhile (Conflict), and moves the revision on.
    Result<void> write(StoredJob &stored);
    /// All there are, newest first; what cannot be read stands there with its obstacle.
    Result<QList<JobInfo>> list();
    /// Forgets an ended job, its copy and its lease. Absent is fine.
    Result<void> remove(const QString &id);

    static Error noSuchJob(const QString &id);
    static QString nameOf(const QString &id) { return DocumentName::JobPrefix.toString() + id; }
    static QString leaseOf(const QString &id) { return DocumentName::JobLeasePrefix.toString() + id; }

private:
    bool hasCopies() const { return m_core.ring().kind() != RingKind::NotSealed; }
    JobInfo opened(const StoredDocument &document, const Deadline &deadline);
    void writeCopy(const JobInfo &job);
    bool isCopyDue(const JobInfo &job);
    Result<void> removeDocumentNamed(const QString &name);

    /// When a job's progress was last copied, and in which state.
    struct Copy
    {
        std::chrono::steady_clock::time_point at;
        JobState state = JobState::Waiting;
        JobWish wish = JobWish::Run;
    };

    StoreCore &m_core;
    std::mutex m_mutex;
    QHash<QString, Copy> m_copies;
};

} // namespace Axess
