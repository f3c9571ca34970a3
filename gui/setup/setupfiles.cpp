// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/setupfiles.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qsavefile.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Piece = 1 << 20;

std::unexpected<Error> failed(const QString &sentence, int number)
{
    const bool full = number == ENOSPC || number == EDQUOT;
    const bool denied = number == EACCES || number == EPERM || number == EROFS;
    return std::unexpected(
        Error(full ? ErrorCode::Full : (denied ? ErrorCode::Denied : ErrorCode::Unavailable), sentence));
}

// Feeds the whole file to `take`, which answers whether it goes on.
bool eachPiece(QFile &file, const std::function<bool(QByteArrayView)> &take)
{
    QByteArray piece(Piece, Qt::Uninitialized);
    for (;;) {
        const qint64 size = file.read(piece.data(), piece.size());
        if (size <= 0)
            return size == 0;
        if (!take(QByteArrayView(piece).first(size)))
            return false;
    }
}

} // namespace

SetupFiles::~SetupFiles() = default;

Result<void> SetupFiles::makeFolder(const QString &path)
{
    if (::mkdir(QFile::encodeName(path).constData(), 0755) != 0)
        return failed(tr("The folder %1 cannot be made: %2.").arg(path, qt_error_string(errno)), errno);
    return {};
}

Result<void> SetupFiles::copy(const QString &from, const QString &to, const QByteArray &sha256)
{
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failed(tr("%1 cannot be read: %2.").arg(from, source.errorString()), ENOENT);
    QFile target(to);
    if (!target.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return failed(tr("%1 cannot be written: %2.").arg(to, target.errorString()), errno);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    int number = 0;
    const bool whole = eachPiece(source, [&](QByteArrayView piece) {
        hash.addData(piece);
        const bool written = target.write(piece.data(), piece.size()) == piece.size();
        number = written ? 0 : errno;
        return written;
    });
    if (number != 0 || ::fsync(target.handle()) != 0)
        return failed(tr("%1 cannot be written: %2.").arg(to, qt_error_string(number != 0 ? number : errno)),
                      number != 0 ? number : errno);
    if (!whole || hash.result() != sha256)
        return std::unexpected(Error(ErrorCode::Corrupt,
                                     tr("%1 is damaged; get the installer once more and start it again.")
                                         .arg(QFileInfo(from).fileName())));
    target.setPermissions(source.permissions() & ~(QFile::WriteGroup | QFile::WriteOther));
    return {};
}

Result<void> SetupFiles::write(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit())
        return failed(tr("%1 cannot be written: %2.").arg(path, file.errorString()),
                      file.error() == QFileDevice::ResourceError ? ENOSPC : EACCES);
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    return {};
}

Result<void> SetupFiles::link(const QString &path, const QString &target)
{
    const QString beside = path + u".new"_s;
    const QByteArray name = QFile::encodeName(beside);
    // A setup that was killed here left the same link; anything else there is not ours.
    const bool isLeft = QFileInfo(beside).isSymbolicLink() && QFileInfo(beside).readSymLink() == target;
    if ((!isLeft && ::symlink(QFile::encodeName(target).constData(), name.constData()) != 0)
        || ::rename(name.constData(), QFile::encodeName(path).constData()) != 0)
        return failed(tr("The link %1 cannot be made: %2.").arg(path, qt_error_string(errno)), errno);
    return {};
}

Result<void> SetupFiles::rename(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failed(tr("%1 cannot be put in its place: %2.").arg(to, qt_error_string(errno)), errno);
    return {};
}

Result<void> SetupFiles::remove(const QString &path)
{
    if (::remove(QFile::encodeName(path).constData()) != 0)
        return failed(tr("%1 cannot be removed: %2.").arg(path, qt_error_string(errno)), errno);
    return {};
}

Result<void> SetupFiles::removeTree(const QString &path)
{
    // QDir would empty the folder that a link points to.
    std::error_code error;
    std::filesystem::remove_all(QFile::encodeName(path).toStdString(), error);
    if (error)
        return failed(tr("%1 cannot be removed: %2.").arg(path, qt_error_string(error.value())),
                      error.value());
    return {};
}

Result<QByteArray> fileHash(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&](QByteArrayView piece) {
        hash.addData(piece);
        return true;
    };
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || !eachPiece(file, add))
        return std::unexpected(Error(ErrorCode::Unavailable,
                                     SetupFiles::tr("%1 cannot be read: %2.").arg(path, file.errorString())));
    return hash.result();
}

} // namespace Axess
