// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qobject.h>
#include <QtCore/qprocess.h>

namespace Axess {

/// An unattended setup in a process of its own, so that the wizard never waits and an administrator's rights
/// end there.
class InstallRun : public QObject
{
    Q_OBJECT

public:
    explicit InstallRun(QObject *parent = nullptr);

    /// Starts the program; by pkexec if `asAdministrator`.
    void start(const QString &program, const QStringList &arguments, bool asAdministrator);
    void cancel(); ///< What was begun is undone, then `finished` comes.
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

    /// Whether pkexec ended so because nobody agreed.
    static bool isRefusedByPkexec(int exitCode);
    static QString sentenceIn(const QByteArray &standardError); ///< The last one, without the program's name.

Q_SIGNALS:
    void progressed(qint64 done, qint64 all);
    void finished(const QString &problem); ///< Empty if all went well.

private:
    void readLines();
    void conclude(int exitCode, QProcess::ExitStatus status);
    void failToStart(QProcess::ProcessError error);

    QProcess m_process;
    bool m_asAdministrator = false;
};

} // namespace Axess
