// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "workerprocess.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 60'000;

} // namespace

WorkerProcess::WorkerProcess(const QString &task, const QString &path)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationDirPath() + u"/sqliteworker"_s, {task, path});
}

WorkerProcess::~WorkerProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

bool WorkerProcess::isReady()
{
    return line() == "ready";
}

void WorkerProcess::begin()
{
    m_process.write("begin\n");
    m_process.waitForBytesWritten();
}

QByteArray WorkerProcess::line()
{
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(Patience))
            return {};
    }
    return m_process.readLine().trimmed();
}

QList<QByteArray> WorkerProcess::rest()
{
    m_process.waitForFinished(Patience);
    QList<QByteArray> lines;
    // A line without an end was never acknowledged.
    while (m_process.canReadLine())
        lines.append(m_process.readLine().trimmed());
    return lines;
}

void WorkerProcess::end()
{
    m_process.closeWriteChannel();
}

QList<QByteArray> WorkerProcess::kill()
{
    m_process.kill();
    return rest();
}
