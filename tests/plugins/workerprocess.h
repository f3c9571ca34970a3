// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QProcess>
#include <QtCore/QStringList>

/// Another process that works on a store: `sqliteworker`.
class WorkerProcess
{
public:
    /// Starts it; it waits for `begin` before it touches the store.
    WorkerProcess(const QString &task, const QString &path);
    ~WorkerProcess();
    Q_DISABLE_COPY_MOVE(WorkerProcess)

    /// Whether it is ready.
    bool isReady();
    void begin();
    /// The next line that it prints; empty when it ended or said nothing for long.
    QByteArray line();
    /// Everything else it prints until it ends by itself.
    QList<QByteArray> rest();
    /// Lets it end after the write that it is at.
    void end();
    /// SIGKILL; what it had printed by then.
    QList<QByteArray> kill();
    int exitCode() const { return m_process.exitCode(); }

private:
    QProcess m_process;
};
