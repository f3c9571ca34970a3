// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/rootkey.h>

#include "filedescriptor_p.h"
#include "rootkeysources_p.h"

#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

QString systemSentence(int number)
{
    return QString::fromStdString(std::generic_category().message(number));
}

Error openError(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return Error(ErrorCode::KeyMissing, u"there is no such file; `axessctl key generate` makes one"_s);
    case EACCES:
    case EPERM:
        return Error(ErrorCode::Denied, u"this user may not read it"_s);
    case ELOOP:
        return Error(ErrorCode::InvalidArgument, u"its symbolic links lead in a circle"_s);
    case ENAMETOOLONG:
        return Error(ErrorCode::InvalidArgument, u"its name is too long"_s);
    case ENXIO:
        return Error(ErrorCode::InvalidArgument, u"it is not a regular file"_s);
    default:
        return Error(ErrorCode::Unavailable, systemSentence(number));
    }
}

bool isPrivate(const struct stat &status)
{
    constexpr mode_t groupAndOthers = S_IRWXG | S_IRWXO;
    if ((status.st_mode & groupAndOthers) == 0)
        return true;
    // systemd's credentials: owned by root, mode 0440, and an access list that shows up as the group's right.
    return status.st_uid == 0 && status.st_gid == 0 && (status.st_mode & (groupAndOthers & ~S_IRGRP)) == 0;
}

Result<void> checked(const struct stat &status)
{
    if (!S_ISREG(status.st_mode))
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  S_ISDIR(status.st_mode) ? u"it is a folder, not a file"_s : u"it is not a regular file"_s));
    if (!isPrivate(status))
        return std::unexpected(
            Error(ErrorCode::Denied,
                  u"others may read or change it (mode %1); make it private with chmod 600"_s.arg(
                      QString::number(status.st_mode & 07777, 8).rightJustified(4, u'0'))));
    const uid_t user = ::geteuid();
    if (status.st_uid != user && status.st_uid != 0 && user != 0)
        return std::unexpected(
            Error(ErrorCode::Denied, u"it belongs to another user, who could change it"_s));
    if (status.st_size > RootKey::MaximumText)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"it is too large for a root key"_s));
    return {};
}

Result<void> writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), size_t(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            const bool full = errno == ENOSPC || errno == EDQUOT;
            return std::unexpected(
                Error(full ? ErrorCode::Full : ErrorCode::Unavailable, systemSentence(errno)));
        }
        bytes = bytes.sliced(count);
    }
    return {};
}

SecretBytes hexLine(const SecretBytes &key)
{
    constexpr QByteArrayView digits("0123456789abcdef");
    SecretBytes line(2 * key.size() + 1);
    size_t at = 0;
    for (const char c : key.view()) {
        line.span()[at++] = std::byte(digits[quint8(c) >> 4]);
        line.span()[at++] = std::byte(digits[quint8(c) & 15]);
    }
    line.span()[at] = std::byte('\n');
    return line;
}

Error createError(int number)
{
    switch (number) {
    case EEXIST:
        return Error(ErrorCode::Conflict, u"it exists already, and a root key is never overwritten"_s);
    case ENOENT:
    case ENOTDIR:
        return Error(ErrorCode::InvalidArgument, u"its folder does not exist"_s);
    case EACCES:
    case EPERM:
    case EROFS:
        return Error(ErrorCode::Denied, systemSentence(number));
    case ENOSPC:
    case EDQUOT:
        return Error(ErrorCode::Full, systemSentence(number));
    default:
        return Error(ErrorCode::Unavailable, systemSentence(number));
    }
}

// The name must survive a power loss too: who seals a store with a lost key loses the store.
bool syncFolder(const QString &path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const FileDescriptor descriptor(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return descriptor.isOpen() && ::fsync(descriptor.value()) == 0;
}

Result<void> writeNewFile(const QString &path, const SecretBytes &key)
{
    const QByteArray name = QFile::encodeName(path);
    const FileDescriptor file(
        ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen())
        return std::unexpected(createError(errno));
    const SecretBytes line = hexLine(key);
    // The mode again: an odd umask may have taken the owner's rights.
    auto written = ::fchmod(file.value(), 0600) == 0 ? writeAll(file.value(), line.view())
                                                     : std::unexpected(createError(errno));
    if (written && (::fsync(file.value()) != 0 || !syncFolder(path)))
        written = std::unexpected(Error(ErrorCode::Unavailable, systemSentence(errno)));
    if (!written)
        ::unlink(name.constData());
    return written;
}

} // namespace

Result<SecretBytes> RootKeySources::readFile(const QString &path)
{
    if (path.isEmpty() || path.contains(QChar(0)))
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"that is not the path of a file"_s));
    // Without O_NONBLOCK the opening of a FIFO would wait for its writer for ever.
    const FileDescriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isOpen())
        return std::unexpected(openError(errno));
    struct stat status {};
    if (::fstat(file.value(), &status) != 0)
        return std::unexpected(openError(errno));
    if (const auto fits = checked(status); !fits)
        return std::unexpected(fits.error());

    SecretBytes buffer(RootKey::MaximumText + 1);
    qsizetype size = 0;
    while (size < buffer.size()) {
        const ssize_t count = ::read(file.value(), buffer.span().data() + size, size_t(buffer.size() - size));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::unexpected(openError(errno));
        if (count == 0)
            break;
        size += count;
    }
    if (size > RootKey::MaximumText)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"it is too large for a root key"_s));
    return SecretBytes(buffer.view().first(size));
}

Result<void> RootKey::generate(RandomSource &random, const QString &path)
{
    if (path.isEmpty() || path.contains(QChar(0)))
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"A root key needs the path of a new file"_s));
    return SecretBytes::random(random, Size)
        .and_then([&](const SecretBytes &key) { return writeNewFile(path, key); })
        .transform_error([&](const Error &error) {
            return error.within(u"The root key file %1 was not written"_s.arg(path));
        });
}

} // namespace Axess
