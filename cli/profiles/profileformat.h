// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "cli/profiles/profile.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qstringlist.h>

namespace Axess {

/// Profiles as JSON: the file of a person, those of a fleet and what is exported (docs/profiles.md).
class ProfileFormat
{
public:
    static constexpr int Version = 1;
    static constexpr qsizetype MostBytes = 4 * 1024 * 1024;
    static constexpr qsizetype MostProfiles = 1000;

    /// Profiles in their order, each checked; what is unknown or stands twice is an error, so that a slip of
    /// the pen never gives more rights than were meant. InvalidArgument for what is no such file, TooNew for
    /// one of a later version, Corrupt for one that is damaged.
    static Result<QList<Profile>> fromJson(const QByteArray &json);
    static QByteArray toJson(const QList<Profile> &profiles);

    static QString environmentWord(Environment environment); ///< "unmarked", "production", …
    static QString modeWord(ConsoleMode mode);
};

} // namespace Axess
