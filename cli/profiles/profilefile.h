// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "cli/profiles/profile.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qlist.h>

#include <functional>
#include <optional>

namespace Axess {

/// A person's own profiles, in one file that several programs may change at once.
///
/// Each change reads the file anew under a lock, so that it takes nothing back that another program did
/// meanwhile, and is there whole or not at all; three older states stand beside it. A file that cannot be
/// read is never written over. Blocks as long as a disk does; value type, any thread.
class ProfileFile
{
public:
    /// What is there.
    struct Content
    {
        QList<Profile> profiles;
        std::optional<Error> problem; ///< Of the file itself; then `profiles` are the backup's.
        QString backup; ///< The file that they were read from in place of it; empty = there is none.
        QDateTime backupTime; ///< When it was written.
    };
    using Change = std::function<Result<void>(QList<Profile> &)>;

    explicit ProfileFile(const QString &path)
        : m_path(path)
    { }
    static QString usualPath(); ///< `~/.config/axess/profiles.json`.

    const QString &path() const { return m_path; }
    Content load() const;

    /// Conflict if one of that id is there.
    Result<void> add(const QList<Profile> &profiles) const;
    /// Conflict if it is no longer as it was `before`, Gone if it is no longer there.
    Result<void> replace(const Profile &before, const Profile &after) const;
    Result<void> remove(const Profile &profile) const; ///< The same.
    /// Puts a file that is damaged aside, as `profiles.json.broken`, and the backup in its place. What a
    /// later version wrote is left alone: TooNew. The name of what was put aside.
    Result<QString> restoreBackup() const;

private:
    Result<void> change(const Change &edit) const;
    Result<void> write(const QList<Profile> &profiles) const;
    void rotateBackups() const;
    QString backupPath(int number) const;

    QString m_path;
};

} // namespace Axess
