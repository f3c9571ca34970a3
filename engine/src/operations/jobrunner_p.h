// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "foreground_p.h"
#include "jobbook_p.h"
#include "jobkinds_p.h"
#include "lease_p.h"

namespace Axess {

/// Works one job off: under its lease, step by step, with its document as the only memory.
///
/// Each turn reads the document, so that wishes are followed; each step is kept by compare-and-swap, so that
/// a worker that lost its lease while it slept changes nothing. Used by one thread.
class AXESS_TEST_EXPORT JobRunner
{
public:
    static constexpr int MostRows = 1000; ///< Of one step.

    JobRunner(StoreCore &core, JobBook &book, const JobKinds &kinds, const JobControl &control)
        : m_core(core)
        , m_book(book)
        , m_kinds(kinds)
        , m_control(control)
        , m_foreground(core)
    { }

    Result<JobRun> run(const QString &id);

private:
    using End = std::optional<Result<JobRun>>; ///< Nothing = another turn.
    enum class Kept : quint8 { Written, Lost };

    End turn(Lease &lease);
    End followWish();
    End takeOver();
    End step(const JobKind &kind);
    End conclude(JobState state, const std::optional<Error> &error = {});
    /// Writes what `change` makes of the job on top of what others wrote meanwhile.
    Result<Kept> keep(const std::function<void(JobInfo &)> &change);
    Result<StoredJob> readAnew();
    End kept(const Result<Kept> &answer, std::optional<JobRunEnd> end = {});
    End trouble(const Error &error);
    Result<JobRun> stopped();
    bool waitFor(std::chrono::milliseconds time) const { return !m_control.wait || m_control.wait(time); }
    int rowsAtOnce() const;
    void judgeForeground();
    void restAfter(const JobStep &step, std::chrono::steady_clock::time_point begun);
    std::chrono::steady_clock::time_point monotonic() const { return m_core.time().clock().monotonic(); }

    StoreCore &m_core;
    JobBook &m_book;
    const JobKinds &m_kinds;
    const JobControl &m_control;
    Foreground m_foreground;
    Restraint m_restraint;
    QString m_id;
    QString m_token;
    StoredJob m_stored;
    int m_troubles = 0; ///< In a row.
    std::chrono::steady_clock::time_point m_counted; ///< Up to when the job's time is counted.
    std::chrono::steady_clock::time_point m_next; ///< The rate allows the next step then.
};

} // namespace Axess
