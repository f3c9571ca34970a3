// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitefile.h"

#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Axess::SqliteFile {

namespace {

constexpr qint64 SmallestDatabase = 512;

std::unexpected<Error> refused(ErrorCode code, const QString &why)
{
    return std::unexpected(Error(code, why));
}

Result<void> create(const SqliteOptions &options, const QString &path)
{
    if (options.create == SqliteCreate::No || options.access == AccessMode::ReadOnly)
        return refused(ErrorCode::InvalidArgument,
                       u"The store %1 does not exist, and may not be made here."_s.arg(path));
    const QString folder = QFileInfo(path).absolutePath();
    if (!QFileInfo(folder).isDir())
        return refused(ErrorCode::InvalidArgument,
                       u"The store %1 cannot be made: there is no folder %2."_s.arg(path, folder));
    const int file = ::open(QFile::encodeName(path).constData(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC,
                            S_IRUSR | S_IWUSR);
    if (file < 0 && errno != EEXIST)
        return std::unexpected(systemError(u"The store %1 cannot be made"_s.arg(path), errno));
    if (file >= 0)
        ::close(file);
    return {};
}

Result<void> checkAccess(const SqliteOptions &options, const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return refused(ErrorCode::InvalidArgument, u"%1 is a folder; a SQLite store is a file."_s.arg(path));
    // Opening a pipe or a device may wait for ever.
    if (!info.isFile())
        return refused(ErrorCode::InvalidArgument, u"%1 is not an ordinary file."_s.arg(path));
    if (!info.isReadable())
        return refused(ErrorCode::Denied, u"The store %1 may not be read by this user."_s.arg(path));
    // SQLite takes it for empty and would write over it. The file must not be opened to look into it: closing
    // it would take this process's locks from it.
    if (info.size() > 0 && info.size() < SmallestDatabase)
        return refused(ErrorCode::Corrupt, u"%1 is not a SQLite database; it was left as it is."_s.arg(path));
    if (options.access == AccessMode::ReadOnly)
        return {};
    if (!info.isWritable())
        return refused(ErrorCode::Denied, u"The store %1 may not be written by this user."_s.arg(path));
    if (::access(QFile::encodeName(info.absolutePath()).constData(), W_OK) != 0)
        return refused(
            ErrorCode::Denied,
            u"The folder %1 may not be written by this user; SQLite keeps its log beside the store."_s.arg(
                info.absolutePath()));
    return {};
}

ErrorCode codeOf(int number)
{
    switch (number) {
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorCode::Denied;
    case ENOSPC:
    case EDQUOT:
        return ErrorCode::Full;
    case ENAMETOOLONG:
    case ENOTDIR:
    case EINVAL:
        return ErrorCode::InvalidArgument;
    default:
        return ErrorCode::Unavailable;
    }
}

} // namespace

Result<QString> prepare(const SqliteOptions &options)
{
    const QString path = QFileInfo(options.path).absoluteFilePath();
    if (!QFileInfo::exists(path)) {
        if (const auto created = create(options, path); !created)
            return std::unexpected(created.error());
    }
    if (const auto accessible = checkAccess(options, path); !accessible)
        return std::unexpected(accessible.error());
    return QFileInfo(path).canonicalFilePath();
}

std::optional<Id> idOf(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return Id {quint64(status.st_dev), quint64(status.st_ino)};
}

Error systemError(const QString &what, int number)
{
    return Error(codeOf(number), u"%1: %2."_s.arg(what, qt_error_string(number)));
}

} // namespace Axess::SqliteFile
