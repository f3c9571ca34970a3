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
    virtual ~JobBook() = default;
    Q_DISABLE_COPY_MOVE(JobBook)

    /// Whether others may work on its jobs.
    virtual bool isShared() const { return true; }
    /// Gone if it is not there; KeyMissing, Corrupt or TooNew if it cannot be read.
    virtual Result<StoredJob> read(const QString &id);
    /// Stores if nobody wrote meanwhile (Conflict), and moves the revision on.
    virtual Result<void> write(StoredJob &stored);
    /// All there are, newest first; what cannot be read stands there with its obstacle.
    Result<QList<JobInfo>> list();
    /// Forgets an ended job, its copy, its lease and its set. Absent is fine.
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

/// One job that stands in no store: worked off in this process, without any key.
class LocalJobBook final : public JobBook
{
public:
    LocalJobBook(StoreCore &core, const JobInfo &job)
        : JobBook(core)
        , m_stored {job, 1}
    { }

    bool isShared() const override { return false; }
    Result<StoredJob> read(const QString &) override { return m_stored; }
    Result<void> write(StoredJob &stored) override
    {
        ++stored.revision;
        m_stored = stored;
        return {};
    }

private:
    StoredJob m_stored;
};

} // namespace Axess
