// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/result.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>

namespace Axess {

/// What the setup does to files and folders; passed in, so that tests can let any of it fail.
///
/// Each verb does its whole work or fails with a sentence that names the file.
class SetupFiles
{
    Q_DECLARE_TR_FUNCTIONS(Axess::SetupFiles)

public:
    /// Also those that a listing leaves out unless it is asked.
    static constexpr QDir::Filters AllEntries
        = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

    SetupFiles() = default;
    virtual ~SetupFiles();

    virtual Result<void> makeFolder(const QString &path); ///< Its parent is there, and it is not.
    /// Copies and compares with the hash while it reads; the copy is on the disk when it answers.
    virtual Result<void> copy(const QString &from, const QString &to, const QByteArray &sha256);
    virtual Result<void> write(const QString &path, const QByteArray &content); ///< Whole or not at all.
    virtual Result<void> link(const QString &path, const QString &target); ///< Replaces what is there.
    virtual Result<void> rename(const QString &from, const QString &to);
    virtual Result<void> remove(const QString &path); ///< A file, a link or an empty folder.
    virtual Result<void> removeTree(const QString &path); ///< Of a link, the link and not where it points.

private:
    Q_DISABLE_COPY_MOVE(SetupFiles)
};

/// The SHA-256 of a file, read in pieces.
Result<QByteArray> fileHash(const QString &path);

} // namespace Axess
