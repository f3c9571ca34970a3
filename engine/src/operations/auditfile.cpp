// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditfile_p.h"

#include <axess/error.h>

#include <QtCore/qfile.h>

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

std::unexpected<Error> failed(const QString &path, const QString &sentence, ErrorCode code)
{
    return std::unexpected(Error(code, u"The audit file %1: %2"_s.arg(path, sentence)));
}

std::unexpected<Error> failedBySystem(const QString &path, int number)
{
    const bool isFull = number == ENOSPC || number == EDQUOT;
    const bool isDenied = number == EACCES || number == EPERM || number == EROFS || number == ELOOP;
    return failed(path, QString::fromStdString(std::generic_category().message(number)),
                  isFull         ? ErrorCode::Full
                      : isDenied ? ErrorCode::Denied
                                 : ErrorCode::Unavailable);
}

Result<void> checkPrivate(int descriptor, const QString &path)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return failedBySystem(path, errno);
    if (!S_ISREG(status.st_mode))
        return failed(path, u"it is not a regular file"_s, ErrorCode::InvalidArgument);
    const bool isMine = status.st_uid == ::geteuid() || ::geteuid() == 0;
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 || !isMine)
        return failed(path, u"others may read or change it; make it yours, with chmod 600"_s,
                      ErrorCode::Denied);
    return {};
}

Result<void> writeWhole(int descriptor, QByteArray line, const QString &path)
{
    // After one that was cut off a new line begins.
    struct stat status = {};
    char last = '\n';
    if (::fstat(descriptor, &status) == 0 && status.st_size > 0)
        (void)::pread(descriptor, &last, 1, status.st_size - 1);
    line = (last == '\n' ? QByteArray() : QByteArray("\n")) + line + '\n';
    for (QByteArrayView left = line; !left.isEmpty();) {
        const auto written = ::write(descriptor, left.data(), std::size_t(left.size()));
        if (written < 0 && errno != EINTR)
            return failedBySystem(path, errno);
        left = left.sliced(std::max<qsizetype>(0, written));
    }
    return ::fdatasync(descriptor) == 0 ? Result<void>() : failedBySystem(path, errno);
}

} // namespace

Result<std::unique_ptr<FileDescriptor>> AuditFile::lock() const
{
    const QByteArray name = QFile::encodeName(m_path);
    auto file = std::make_unique<FileDescriptor>(
        ::open(name.constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file->isOpen())
        return failedBySystem(m_path, errno);
    if (const auto fits = checkPrivate(file->value(), m_path); !fits)
        return std::unexpected(fits.error());
    // Who has it is bounded by its call's deadline.
    while (::flock(file->value(), LOCK_EX) != 0) {
        if (errno != EINTR)
            return failedBySystem(m_path, errno);
    }
    return file;
}

Result<void> AuditFile::append(const FileDescriptor &locked, const QByteArray &line) const
{
    return writeWhole(locked.value(), line, m_path);
}

Result<std::unique_ptr<FileDescriptor>> AuditFile::open() const
{
    const QByteArray name = QFile::encodeName(m_path);
    auto descriptor
        = std::make_unique<FileDescriptor>(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!descriptor->isOpen())
        return errno == ENOENT ? failed(m_path, u"it is not there"_s, ErrorCode::Gone)
                               : failedBySystem(m_path, errno);
    if (const auto fits = checkPrivate(descriptor->value(), m_path); !fits)
        return std::unexpected(fits.error());
    return descriptor;
}

Result<QList<QByteArray>> AuditFile::lines() const
{
    const auto descriptor = open();
    if (!descriptor)
        return descriptor.error().code() == ErrorCode::Gone
            ? Result<QList<QByteArray>>(QList<QByteArray>())
            : Result<QList<QByteArray>>(std::unexpected(descriptor.error()));
    QFile file;
    if (!file.open((*descriptor)->value(), QIODevice::ReadOnly))
        return failed(m_path, file.errorString(), ErrorCode::Unavailable);
    QList<QByteArray> lines = file.readAll().split('\n');
    lines.removeLast();
    lines.removeAll(QByteArray());
    return lines;
}

} // namespace Axess
