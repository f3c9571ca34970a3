// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "setup/installer.h"

namespace Axess {

/// Who calls, and where that person's things are.
struct SetupPlaces
{
    QString home;
    QString dataHome; ///< XDG_DATA_HOME.
    bool isRoot = false;
    bool hasDisplay = true;
    QString folder {}; ///< From where paths that are not whole go on; empty = the process's own.

    static SetupPlaces ofThisProcess();

    /// Where an installation for one person, or for everybody, goes unless told otherwise.
    QString usualPrefix(bool forEverybody) const;
    /// The folders of menu entries, commands and connections that belong to it.
    void setFolders(InstallOptions &options, bool forEverybody) const;
};

/// The command line of axess-setup.
struct SetupOptions
{
    Q_DECLARE_TR_FUNCTIONS(Axess::SetupOptions)

public:
    enum class Act { ShowWizard, Install, AskToUninstall, Uninstall, ShowHelp, ShowVersion };

    Act act = Act::ShowWizard;
    InstallOptions install;
    bool reportsProgress
        = false; ///< In lines for a wizard, which may also end the work by closing the input.

    /// InvalidArgument for what cannot be understood. `bundle` is the bundle that the program stands in.
    static Result<SetupOptions> parse(const QStringList &arguments, const SetupPlaces &places,
                                      const Bundle &bundle);
    static QString help();
    /// The arguments that install so, without questions.
    static QStringList argumentsFor(const InstallOptions &install, const QSet<QString> &allComponents);
};

} // namespace Axess
