// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "setup/uninstaller.h"

namespace Axess {

/// Takes an installation away from its own menu entry, as administrator where that is needed, and says how it
/// went.
class UninstallRun
{
    Q_DECLARE_TR_FUNCTIONS(Axess::UninstallRun)

public:
    struct Outcome
    {
        bool removed = false;
        QString text; ///< What was removed and what was kept, or why nothing was.
    };

    UninstallRun(QString prefix, const Machine &machine, QString pkexec = QStringLiteral("pkexec"));

    Outcome run() const;

    /// What is said of an installation that was removed, a line each.
    static QStringList linesOf(const QString &prefix, const QStringList &kept);

private:
    Outcome runAsAdministrator() const;

    QString m_prefix;
    const Machine &m_machine;
    QString m_pkexec;
};

} // namespace Axess
