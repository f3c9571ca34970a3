// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "cli/profiles/profilefile.h"

#include <QtCore/qstringlist.h>

namespace Axess {

/// Where profiles are looked for.
struct ProfilePlaces
{
    QString file; ///< The person's own.
    QString managedFolder; ///< A fleet's: every `*.json` in it.

    static ProfilePlaces ofThisProcess(); ///< `~/.config/axess/profiles.json` and `/etc/axess/console.d`.
};

/// A profile and who looks after it.
struct ListedProfile
{
    Profile profile;
    bool isManaged = false; ///< Given by whoever looks after this machine: it cannot be changed here.

    bool operator==(const ListedProfile &) const = default;
};

/// Every profile of this person on this machine.
struct ProfileCatalogue
{
    QList<ListedProfile> profiles; ///< Managed ones first; one of the person's with the same id gives way.
    ProfileFile::Content own; ///< What the person's file said.
    QStringList managedProblems; ///< A sentence for each managed file that was left out.

    /// Blocks as long as a disk does.
    static ProfileCatalogue load(const ProfilePlaces &places);

    /// By id or name, exactly. InvalidArgument where there is none, or several of the name.
    Result<ListedProfile> find(const QString &idOrName) const;
};

} // namespace Axess
