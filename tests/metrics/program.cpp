// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "program.h"

#include <QtCore/qdeadlinetimer.h>

using namespace Qt::StringLiterals;

bool succeeds(const QString &path, const QStringList &arguments)
{
    QProcess process;
    process.start(path, arguments);
    return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

Program::Program(const QString &path, const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(path, arguments);
}

Program::~Program()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(60'000);
}

QString Program::waitFor(const QRegularExpression &pattern)
{
    const QDeadlineTimer deadline(60'000);
    for (;;) {
        m_said += QString::fromUtf8(m_process.readAll());
        if (const auto match = pattern.match(m_said); match.hasMatch())
            return match.captured(1);
        if (deadline.hasExpired())
            return {};
        if (!m_process.waitForReadyRead(200) && m_process.state() == QProcess::NotRunning) {
            m_said += QString::fromUtf8(m_process.readAll()) + m_process.errorString();
            return pattern.match(m_said).captured(1);
        }
    }
}

std::optional<int> Program::stop()
{
    m_process.terminate();
    if (!m_process.waitForFinished(60'000) || m_process.exitStatus() != QProcess::NormalExit)
        return std::nullopt;
    return m_process.exitCode();
}
