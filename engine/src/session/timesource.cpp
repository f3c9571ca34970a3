// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "timesource_p.h"

#include <axess/logging.h>

#include <QtCore/qlist.h>

#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace Axess {

TimeSource::TimeSource(std::shared_ptr<const Clock> clock)
    : m_clock(std::move(clock))
    , m_since(m_clock->monotonic())
{ }

qint64 TimeSource::now() const
{
    const std::scoped_lock lock(m_mutex);
    return m_clock->now() + offsetAt(m_clock->monotonic());
}

qint64 TimeSource::offset() const
{
    const std::scoped_lock lock(m_mutex);
    return offsetAt(m_clock->monotonic());
}

qint64 TimeSource::offsetAt(std::chrono::steady_clock::time_point monotonic) const
{
    if (m_before <= m_target)
        return m_target;
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(monotonic - m_since).count();
    return std::max(m_target, m_before - passed / 2);
}

Result<void> TimeSource::steady() const
{
    const std::scoped_lock lock(m_mutex);
    if (m_refusedStep == 0)
        return {};
    return std::unexpected(Error(
        ErrorCode::ClockSkew,
        u"The store's clock and this machine's differ by %1 ms more than they did; nothing is ended by time until they agree again or this program is started anew"_s
            .arg(m_refusedStep)));
}

void TimeSource::measured(std::span<const Sample> samples)
{
    if (samples.empty())
        return;
    QList<qint64> offsets;
    for (const Sample &sample : samples)
        offsets.append(sample.store - (sample.before + sample.after) / 2);
    std::ranges::sort(offsets);
    const qint64 median = offsets[offsets.size() / 2];

    const std::scoped_lock lock(m_mutex);
    const auto monotonic = m_clock->monotonic();
    const qint64 current = offsetAt(monotonic);
    if (m_hasMeasured && std::abs(median - m_target) > LargestStep.count()) {
        if (m_refusedStep == 0)
            qCWarning(storeLog,
                      "The store's clock stepped by %lld ms against this machine's; the step is not applied",
                      static_cast<long long>(median - m_target));
        m_refusedStep = median - m_target;
        return;
    }
    m_before = m_hasMeasured ? current : median;
    m_target = median;
    m_since = monotonic;
    m_hasMeasured = true;
    m_refusedStep = 0;
}

} // namespace Axess
