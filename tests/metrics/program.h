// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>

/// Whether it ends with exit code 0, within a minute.
bool succeeds(const QString &path, const QStringList &arguments);

/// A program of a test's own; killed with this object if it still runs.
class Program
{
public:
    Program(const QString &path, const QStringList &arguments);
    ~Program();
    Q_DISABLE_COPY_MOVE(Program)

    /// What the first group of the pattern matches in what it prints, within a minute; empty if that does not
    /// come.
    QString waitFor(const QRegularExpression &pattern);
    /// By SIGTERM. The exit code, or nothing if it crashed or did not end within a minute.
    std::optional<int> stop();
    const QString &said() const { return m_said; }

private:
    QProcess m_process;
    QString m_said;
};
