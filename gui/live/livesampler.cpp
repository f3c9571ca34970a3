// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livesampler.h"

namespace Axess {

LiveSampler::LiveSampler(Console &console, QObject *parent)
    : QObject(parent)
    , m_console(console)
{
    connect(&m_timer, &QTimer::timeout, this, &LiveSampler::askNow);
}

void LiveSampler::begin(std::chrono::milliseconds every)
{
    if (m_timer.isActive())
        return;
    m_timer.start(every);
    askNow();
}

void LiveSampler::askNow()
{
    if (m_asking)
        return;
    m_asking = true;
    const CountSessions count = isCountDue() ? CountSessions::Yes : CountSessions::No;
    m_console
        .lookAtLength([count](const std::shared_ptr<SessionStore> &store) {
            return sampleLive(*store, count, MostCounted);
        })
        .then(this, [this](const Result<LiveSample> &sample) { take(sample); });
}

bool LiveSampler::isCountDue() const
{
    if (!m_countedAt)
        return true;
    const qint64 passed = m_console.now() - *m_countedAt;
    // A clock that went back must not put off the count until it has caught up.
    return passed < 0 || passed >= (m_countCutShort ? CountManyEvery : CountEvery).count();
}

void LiveSampler::take(const Result<LiveSample> &sample)
{
    m_asking = false;
    if (!sample) {
        m_failure = sample.error();
        m_rates.forget();
        m_countedAt.reset();
        m_history.addGap(m_console.now());
        Q_EMIT asked();
        return;
    }
    m_failure.reset();
    if (sample->statistics) {
        m_countedAt = sample->at;
        m_countCutShort = !sample->statistics->exact;
    }
    m_last = *sample;
    m_lastPoint = m_rates.take(*sample);
    m_history.add(m_lastPoint);
    Q_EMIT asked();
}

} // namespace Axess
