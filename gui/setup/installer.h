// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "setup/bundle.h"
#include "setup/machine.h"
#include "setup/receipt.h"
#include "setup/undo.h"

namespace Axess {

/// What a person chose.
struct InstallOptions
{
    QString prefix; ///< The folder of the installation; absolute.
    QSet<QString> components;
    bool menuEntry = true;
    bool command = true;
    QString menuFolder; ///< Where desktop entries stand.
    QString commandFolder; ///< Where the shell looks for commands.
    QString profileFolder {}; ///< Where a machine's connections stand; empty = of one person there are none.
    /// Connections for everybody who uses this machine, checked; null = those of an earlier setup stay.
    QByteArray profiles {};
};

/// Puts a bundle into a folder, in place of an older or damaged installation if there is one.
///
/// Everything is copied and compared beside the folder first; a rename puts it in place. What fails or is
/// cancelled leaves all as it was. What a killed setup left is put right by the next one.
class Installer
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Installer)

public:
    /// Called before each file; false cancels.
    using Progress = std::function<bool(qint64 doneBytes, qint64 allBytes)>;

    Installer(Bundle bundle, InstallOptions options, const Machine &machine, SetupFiles &files);

    /// Refuses, in one sentence, what could not be finished or should not be begun. Changes nothing.
    Result<void> check() const;
    /// Checks, then installs.
    Result<void> install(const Progress &progress);

    /// Refuses a menu entry, command or profiles that would replace somebody else's. Changes nothing.
    Result<void> checkShortcuts() const;

    qint64 neededBytes() const;
    /// The version that is installed in the folder, if one is.
    static std::optional<QVersionNumber> installedVersion(const QString &prefix);

private:
    Result<void> checkFolder() const;
    Result<void> checkRests() const;
    void putRight();
    void removeRest(const QString &folder);
    Result<void> makeParents(const QString &folder, Undo &undo);
    Result<void> stage(const Progress &progress);
    Result<void> carryOver();
    Result<void> carryOver(const QFileInfo &entry, const QString &target);
    Result<void> putInPlace(const QList<OutsideFile> &outside, Undo &undo);
    Result<void> putOutside(const OutsideFile &file, Undo &undo);
    void removeWhatIsNoLongerWanted(const Receipt &before);
    QList<OutsideFile> outsideFiles() const;
    QString profilePath() const;
    /// What stands outside from now on; profiles that nobody brings anew are those of before.
    Receipt receipt(const Receipt &before) const;

    Bundle m_bundle;
    InstallOptions m_options;
    const Machine &m_machine;
    SetupFiles &m_files;
    QList<BundleFile> m_chosen;
    QString m_stage; ///< Beside the folder: the new one until it is whole.
    QString m_old; ///< Beside the folder: the one before, until the new one is in place.
};

} // namespace Axess
