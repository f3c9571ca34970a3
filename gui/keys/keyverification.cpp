// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keyverification.h"

#include "keys/keytexts.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

KeyVerificationJob::KeyVerificationJob(Console &console, QObject *parent)
    : DockJob(parent)
    , m_console(console)
{
    m_ticks.setInterval(200ms);
    connect(&m_ticks, &QTimer::timeout, this, &DockJob::changed);
}

KeyVerificationJob::~KeyVerificationJob()
{
    m_stop.request_stop();
}

void KeyVerificationJob::start()
{
    m_ticks.start();
    m_console
        .lookAtLength([stop = m_stop.get_token(), read = m_read](const std::shared_ptr<SessionStore> &store) {
            return Keys(store).verify([&](qint64 sessions) {
                *read = sessions;
                return !stop.stop_requested();
            });
        })
        .then(this, [this](const Result<KeyVerification> &report) {
            m_hasEnded = true;
            m_ticks.stop();
            if (report)
                m_report = *report;
            else
                m_error = report.error();
            Q_EMIT changed();
            Q_EMIT finished();
        });
}

void KeyVerificationJob::cancel()
{
    m_stop.request_stop();
    Q_EMIT changed();
}

QString KeyVerificationJob::title() const
{
    return tr("Verification of all sessions");
}

QString KeyVerificationJob::stateText() const
{
    if (!m_hasEnded)
        return m_stop.stop_requested() ? tr("Stopping") : tr("Running");
    if (m_error)
        return tr("Failed");
    if (m_stop.stop_requested())
        return tr("Cancelled");
    return m_report->isClean() ? tr("All is well") : tr("Not clean");
}

Tone KeyVerificationJob::tone() const
{
    if (!m_hasEnded)
        return Tone::Info;
    if (m_error)
        return Tone::Danger;
    if (m_stop.stop_requested())
        return Tone::Neutral;
    return m_report->isClean() ? Tone::Good : Tone::Attention;
}

QString KeyVerificationJob::progressText() const
{
    return tr("%1 read").arg(QLocale().toString(m_read->load()));
}

QString KeyVerificationJob::resultText() const
{
    if (!m_report || m_stop.stop_requested())
        return {};
    return (QStringList {KeyTexts::verification(*m_report)} + m_report->failures).join(u" · "_s);
}

QString KeyVerificationJob::problemText() const
{
    return m_error ? Texts::problem(*m_error) : QString();
}

} // namespace Axess
