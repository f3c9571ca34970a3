// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/exportfile.h"

#include <QtCore/qdir.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace Axess {

using namespace Qt::StringLiterals;

ExportFile::ExportFile(const QString &path)
    : m_path(path)
    , m_part(partOf(path))
{ }

ExportFile::~ExportFile()
{
    abandon();
}

QString ExportFile::partOf(const QString &path)
{
    return path + u".part"_s;
}

void ExportFile::abandon()
{
    if (!std::exchange(m_ours, false))
        return;
    m_part.close();
    m_part.remove();
}

// Who asks why must do so before anything else is done.
ExportFile::Written ExportFile::fail()
{
    const int number = errno;
    const QString name = QDir::toNativeSeparators(m_path);
    abandon();
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        return std::unexpected(tr("There is no room left for %1. Nothing of it was kept.").arg(name));
    return std::unexpected(
        tr("%1 cannot be written: %2. Nothing of it was kept.").arg(name, qt_error_string(number)));
}

ExportFile::Written ExportFile::open()
{
    errno = 0;
    m_ours = m_part.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered,
                         QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (m_ours)
        return {};
    if (errno == EEXIST || m_part.exists())
        return std::unexpected(tr("%1 is there already: another export may be under way, or one was cut off. "
                                  "Remove it, or choose another name.")
                                   .arg(QDir::toNativeSeparators(m_part.fileName())));
    return fail();
}

ExportFile::Written ExportFile::write(const QByteArray &bytes)
{
    errno = 0;
    if (m_part.write(bytes) != bytes.size())
        return fail();
    return {};
}

ExportFile::Written ExportFile::finish()
{
    errno = 0;
    if (::fsync(m_part.handle()) != 0)
        return fail();
    m_part.close();
    std::error_code wrong;
    std::filesystem::rename(QFile::encodeName(m_part.fileName()).toStdString(),
                            QFile::encodeName(m_path).toStdString(), wrong);
    if (wrong) {
        errno = wrong.value();
        return fail();
    }
    m_ours = false;
    return {};
}

} // namespace Axess
