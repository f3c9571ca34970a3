// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "setup/installer.h"

namespace Axess {

/// Takes an installation away: what its manifest and its receipt name, and nothing else. Settings stay.
class Uninstaller
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Uninstaller)

public:
    Uninstaller(QString prefix, const Machine &machine, SetupFiles &files);

    /// What was kept, because somebody changed it or put it there. Failed half-way, it can be called again.
    Result<QStringList> uninstall();

private:
    Result<void> removeOutside(QStringList &kept);
    Result<void> removeInside(const QList<BundleFile> &files);
    void removeEmptyFolders(const QString &lowest); ///< This one and those above it.

    QString m_prefix;
    const Machine &m_machine;
    SetupFiles &m_files;
};

} // namespace Axess
