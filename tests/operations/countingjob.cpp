// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "countingjob.h"

using namespace Axess;
using namespace Qt::StringLiterals;

Result<void> CountingJob::check(const JobRequest &request) const
{
    if (request.parameters.contains(u"impossible"_s))
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"That cannot be"_s));
    return {};
}

Result<JobStep> CountingJob::step(StoreCore &, const JobInfo &job, int rows) const
{
    std::function<void(int)> hook;
    const int from = job.checkpoint.toInt();
    JobStep step;
    {
        const std::scoped_lock lock(m_mutex);
        const int until = std::min(m_total, from + rows);
        if (m_error && m_failingRow >= from && m_failingRow < until)
            return std::unexpected(*m_error);
        for (int row = from; row < until; ++row)
            ++m_handled[row];
        step.rows = until - from;
        step.done = until;
        step.total = m_total;
        step.checkpoint = QByteArray::number(until);
        step.isLast = until == m_total;
        step.counts.insert(u"counted"_s, step.rows);
        hook = m_hook;
    }
    if (hook)
        hook(from);
    return step;
}

void CountingJob::failAt(int row, const Error &error)
{
    const std::scoped_lock lock(m_mutex);
    m_failingRow = row;
    m_error = error;
}

void CountingJob::heal()
{
    const std::scoped_lock lock(m_mutex);
    m_error.reset();
}

void CountingJob::inStep(std::function<void(int)> hook)
{
    const std::scoped_lock lock(m_mutex);
    m_hook = std::move(hook);
}

QList<int> CountingJob::handled() const
{
    const std::scoped_lock lock(m_mutex);
    return m_handled.values();
}
