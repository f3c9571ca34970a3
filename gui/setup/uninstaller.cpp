// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/uninstaller.h"

#include "setup/setuplock.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfileinfo.h>

#include <utility>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

Result<void> removeIfThere(SetupFiles &files, const QString &path)
{
    if (!QFileInfo::exists(path) && !QFileInfo(path).isSymbolicLink())
        return {};
    return files.remove(path);
}

} // namespace

Uninstaller::Uninstaller(QString prefix, const Machine &machine, SetupFiles &files)
    : m_prefix(QDir::cleanPath(prefix))
    , m_machine(machine)
    , m_files(files)
{ }

Result<QStringList> Uninstaller::uninstall()
{
    if (!QFileInfo::exists(m_prefix + u'/' + Receipt::Name))
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, tr("There is no installation in %1.").arg(m_prefix)));
    // A first call may have failed at one of the last files.
    QStringList last = QDir(m_prefix).entryList(SetupFiles::AllEntries);
    last.removeAll(Bundle::InfoName);
    const bool isNearlyGone = last == QStringList {Receipt::Name};
    const Result<QList<BundleFile>> files = isNearlyGone ? QList<BundleFile>() : Bundle::filesIn(m_prefix);
    if (!files)
        return std::unexpected(files.error());
    if (!m_machine.isWritable(QFileInfo(m_prefix).path()) || !m_machine.isWritable(m_prefix))
        return std::unexpected(Error(
            ErrorCode::Denied, tr("You may not write in %1; uninstall as administrator.").arg(m_prefix)));
    const auto lock = SetupLock::take(m_prefix);
    if (!lock)
        return std::unexpected(lock.error());
    QStringList kept;
    const auto removed
        = m_machine.refuseWhileInUse(m_prefix).and_then([&] { return removeOutside(kept); }).and_then([&] {
              return removeInside(*files);
          });
    if (!removed)
        return std::unexpected(removed.error());
    QDirIterator rest(m_prefix, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (rest.hasNext())
        kept.append(rest.next());
    return kept;
}

Result<void> Uninstaller::removeOutside(QStringList &kept)
{
    const Receipt receipt = Receipt::read(m_prefix);
    for (const Receipt::Entry &entry : receipt.entries()) {
        const QFileInfo info(entry.path);
        if (!info.exists() && !info.isSymbolicLink())
            continue;
        if (!Receipt::isUnchanged(entry)) {
            kept.append(entry.path);
            continue;
        }
        if (const auto removed = m_files.remove(entry.path); !removed)
            return removed;
    }
    return {};
}

// What says what belongs here goes last, so that a second call, or the installer, can finish what failed.
Result<void> Uninstaller::removeInside(const QList<BundleFile> &files)
{
    QStringList names;
    for (const BundleFile &file : files)
        names.append(file.path);
    names.removeAll(Bundle::InfoName);
    names << Bundle::ManifestName << Bundle::InfoName << Receipt::Name;
    for (const QString &name : std::as_const(names)) {
        if (const auto removed = removeIfThere(m_files, m_prefix + u'/' + name); !removed)
            return removed;
        removeEmptyFolders(QFileInfo(m_prefix + u'/' + name).path());
    }
    return {};
}

void Uninstaller::removeEmptyFolders(const QString &lowest)
{
    for (QString folder = lowest; folder.startsWith(m_prefix); folder = QFileInfo(folder).path()) {
        if (!QDir(folder).isEmpty(SetupFiles::AllEntries) || !m_files.remove(folder))
            return;
    }
}

} // namespace Axess
