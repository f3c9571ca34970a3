// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/machine.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qstorageinfo.h>
#include <QtCore/qsysinfo.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

Machine::~Machine() = default;

QString Machine::architecture() const
{
    return QSysInfo::currentCpuArchitecture();
}

qint64 Machine::freeBytes(const QString &folder) const
{
    return QStorageInfo(folder).bytesAvailable();
}

bool Machine::isWritable(const QString &folder) const
{
    return QFileInfo(folder).isWritable() && !QStorageInfo(folder).isReadOnly();
}

bool Machine::isInUse(const QString &prefix) const
{
    const QString folder = QDir(prefix).canonicalPath();
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    return std::ranges::any_of(processes, [&](const QString &process) {
        QFile file(u"/proc/"_s + process + u"/cmdline"_s);
        if (!process.at(0).isDigit() || !file.open(QIODevice::ReadOnly))
            return false;
        const QStringList words = QFile::decodeName(file.readAll()).split(u'\0');
        // The bundle's own loader names what it started among its arguments.
        const bool byLoader = words.constFirst().startsWith(folder + u"/lib/libc/"_s);
        return std::ranges::any_of(QStringList {u"axess-console"_s, u"axessctl"_s}, [&](const QString &name) {
            const QString program = folder + u"/libexec/"_s + name;
            return words.constFirst() == program || (byLoader && words.contains(program));
        });
    });
}

QString Machine::existing(const QString &folder)
{
    QString found = folder;
    while (!QFileInfo::exists(found) && found != u"/"_s)
        found = QFileInfo(found).path();
    return found;
}

Result<void> Machine::refuseWhileInUse(const QString &prefix) const
{
    if (!isInUse(prefix))
        return {};
    return std::unexpected(
        Error(ErrorCode::Denied,
              tr("A console in %1 is running; close it and start the setup again.").arg(prefix)));
}

} // namespace Axess
