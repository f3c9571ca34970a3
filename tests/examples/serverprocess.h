// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <optional>

/// A sample server as a process, on a sealed store.
class ServerProcess
{
public:
    explicit ServerProcess(const QString &program);

    /// false = it did not start; what it said stands in `complaint`.
    bool start(const QString &storeUrl, const QStringList &options);
    /// By SIGTERM. The exit code, or nothing if it crashed or did not end in time.
    std::optional<int> stop();

    qint64 processId() const { return m_process.processId(); }
    quint16 port() const { return m_port; }
    QString rootKeyFile() const { return m_folder.filePath(QStringLiteral("root.key")); }
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QString complaint() const { return m_complaint; }

private:
    const QString m_program;
    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
    QString m_complaint;
};
