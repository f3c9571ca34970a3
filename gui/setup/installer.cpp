// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/installer.h"

#include "setup/desktopentry.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qlocale.h>
#include <QtCore/qlockfile.h>

#include <algorithm>
#include <numeric>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 SpareBytes = 16 << 20;

std::unexpected<Error> refused(ErrorCode code, const QString &sentence)
{
    return std::unexpected(Error(code, sentence));
}

bool isThere(const QString &path)
{
    return QFileInfo::exists(path) || QFileInfo(path).isSymbolicLink();
}

QString beside(const QString &prefix, const QString &ending)
{
    const QFileInfo info(prefix);
    return info.path() + u"/."_s + info.fileName() + ending;
}

} // namespace

Installer::Installer(Bundle bundle, InstallOptions options, const Machine &machine, SetupFiles &files)
    : m_bundle(std::move(bundle))
    , m_options(std::move(options))
    , m_machine(machine)
    , m_files(files)
    , m_chosen(m_bundle.filesWith(m_options.components))
{
    m_options.prefix = QDir::cleanPath(m_options.prefix);
    m_stage = beside(m_options.prefix, u".new"_s);
    m_old = beside(m_options.prefix, u".old"_s);
}

qint64 Installer::neededBytes() const
{
    return std::accumulate(m_chosen.cbegin(), m_chosen.cend(), qint64(0),
                           [](qint64 sum, const BundleFile &file) { return sum + file.size; });
}

std::optional<QVersionNumber> Installer::installedVersion(const QString &prefix)
{
    const bool isOurs = QFileInfo::exists(prefix + u'/' + Receipt::Name)
        || QFileInfo::exists(prefix + u'/' + Bundle::InfoName);
    if (!isOurs)
        return std::nullopt;
    const auto installed = Bundle::read(prefix);
    // What is damaged may be of any version, and is there to be repaired.
    return installed ? installed->version() : QVersionNumber();
}

Result<void> Installer::check() const
{
    if (m_bundle.architecture() != m_machine.architecture())
        return refused(ErrorCode::Unsupported,
                       tr("This installer is for %1, and this machine is %2.")
                           .arg(m_bundle.architecture(), m_machine.architecture()));
    const auto folder = checkFolder();
    if (!folder)
        return folder;
    const auto installed = installedVersion(m_options.prefix);
    if (installed && *installed > m_bundle.version())
        return refused(ErrorCode::TooNew,
                       tr("%1 holds version %2, which is newer than %3; uninstall it first.")
                           .arg(m_options.prefix, installed->toString(), m_bundle.version().toString()));
    const QString place = Machine::existing(QFileInfo(m_options.prefix).path());
    if (!m_machine.isWritable(place))
        return refused(
            ErrorCode::Denied,
            tr("You may not write in %1; choose another folder, or install as administrator.").arg(place));
    const qint64 needed = neededBytes() + SpareBytes;
    if (const qint64 room = m_machine.freeBytes(place); room < needed)
        return refused(
            ErrorCode::Full,
            tr("%1 has room for %2, and %3 are needed; free some, or choose another folder.")
                .arg(place, QLocale().formattedDataSize(room), QLocale().formattedDataSize(needed)));
    return m_machine.refuseWhileInUse(m_options.prefix);
}

Result<void> Installer::checkFolder() const
{
    const QString &prefix = m_options.prefix;
    const bool plain
        = std::ranges::none_of(prefix, [](QChar c) { return c.category() == QChar::Other_Control; });
    if (!prefix.startsWith(u'/') || prefix == u"/"_s || !plain)
        return refused(ErrorCode::InvalidArgument,
                       tr("\"%1\" is not the full path of a folder.").arg(prefix));
    if (prefix == m_bundle.folder() || m_bundle.folder().startsWith(prefix + u'/')
        || prefix.startsWith(m_bundle.folder() + u'/'))
        return refused(ErrorCode::InvalidArgument,
                       tr("The installer itself lies in %1; choose another folder.").arg(prefix));
    const QFileInfo info(prefix);
    const bool strange = info.isSymbolicLink() || (info.exists() && !info.isDir())
        || (info.isDir() && !QDir(prefix).isEmpty() && !installedVersion(prefix));
    if (strange)
        return refused(ErrorCode::InvalidArgument,
                       tr("%1 holds something else; choose a folder that is new or empty.").arg(prefix));
    return {};
}

Result<void> Installer::install(const Progress &progress)
{
    Undo undo;
    if (const auto parents
        = checkFolder().and_then([&] { return makeParents(QFileInfo(m_options.prefix).path(), undo); });
        !parents)
        return parents;
    QLockFile lock(beside(m_options.prefix, u".lock"_s));
    if (!lock.tryLock() && lock.error() == QLockFile::LockFailedError)
        return refused(
            ErrorCode::Conflict,
            tr("Another setup is at work in %1; wait until it has finished.").arg(m_options.prefix));
    putRight();
    if (const auto checked = check(); !checked)
        return checked;

    const Receipt before = Receipt::read(m_options.prefix);
    const auto made = m_files.makeFolder(m_stage);
    if (!made)
        return made;
    undo.add([this] { (void)m_files.removeTree(m_stage); });
    const auto installed
        = stage(progress).and_then([this] { return carryOver(); }).and_then([&] { return putInPlace(undo); });
    if (!installed)
        return installed;
    undo.keepAll();
    // A rest that cannot be removed now goes the next time; the installation stands.
    if (isThere(m_old))
        (void)m_files.removeTree(m_old);
    removeWhatIsNoLongerWanted(before);
    return {};
}

// Killed between two renames, a setup leaves the old installation beside its place; killed before, only the
// stage.
void Installer::putRight()
{
    if (isThere(m_old) && !isThere(m_options.prefix))
        (void)m_files.rename(m_old, m_options.prefix);
    for (const QString &rest : {m_old, m_stage}) {
        if (isThere(rest))
            (void)m_files.removeTree(rest);
    }
}

Result<void> Installer::makeParents(const QString &folder, Undo &undo)
{
    if (QFileInfo(folder).isDir())
        return {};
    return makeParents(QFileInfo(folder).path(), undo)
        .and_then([&] { return m_files.makeFolder(folder); })
        .transform([&] { undo.add([this, folder] { (void)m_files.remove(folder); }); });
}

Result<void> Installer::stage(const Progress &progress)
{
    Undo nothing; // The whole stage is undone at once.
    const qint64 all = neededBytes();
    qint64 done = 0;
    for (const BundleFile &file : m_chosen) {
        if (!progress(done, all))
            return refused(ErrorCode::Gone, tr("Cancelled; nothing was installed."));
        const QString target = m_stage + u'/' + file.path;
        const auto copied = makeParents(QFileInfo(target).path(), nothing).and_then([&] {
            return m_files.copy(m_bundle.folder() + u'/' + file.path, target, file.sha256);
        });
        if (!copied) {
            nothing.keepAll();
            return copied;
        }
        done += file.size;
    }
    nothing.keepAll();
    return m_files.write(m_stage + u'/' + Bundle::ManifestName, Bundle::manifestOf(m_chosen)).and_then([&] {
        return m_files.write(m_stage + u'/' + Receipt::Name, Receipt::of(outsideFiles()).text());
    });
}

// What a person put into the folder is not the setup's to delete.
Result<void> Installer::carryOver()
{
    const auto installed = Bundle::read(m_options.prefix);
    if (!installed)
        return {};
    QSet<QString> ours {Bundle::ManifestName, Receipt::Name};
    for (const BundleFile &file : installed->files())
        ours.insert(file.path);
    QDirIterator files(m_options.prefix, QDir::Files | QDir::Hidden | QDir::NoSymLinks,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString name = path.mid(m_options.prefix.size() + 1);
        const QString target = m_stage + u'/' + name;
        if (ours.contains(name) || isThere(target))
            continue;
        Undo nothing;
        const auto carried
            = makeParents(QFileInfo(target).path(), nothing)
                  .and_then([&] { return fileHash(path); })
                  .and_then([&](const QByteArray &hash) { return m_files.copy(path, target, hash); });
        nothing.keepAll();
        if (!carried)
            return carried;
    }
    return {};
}

Result<void> Installer::putInPlace(Undo &undo)
{
    if (isThere(m_options.prefix)) {
        const auto aside = m_files.rename(m_options.prefix, m_old);
        if (!aside)
            return aside;
        undo.add([this] { (void)m_files.rename(m_old, m_options.prefix); });
    }
    const auto placed = m_files.rename(m_stage, m_options.prefix);
    if (!placed)
        return placed;
    undo.add([this] { (void)m_files.rename(m_options.prefix, m_stage); });
    for (const OutsideFile &file : outsideFiles()) {
        if (const auto put = putOutside(file, undo); !put)
            return put;
    }
    return {};
}

Result<void> Installer::putOutside(const OutsideFile &file, Undo &undo)
{
    const QFileInfo info(file.path);
    const QString oldTarget = info.isSymbolicLink() ? info.readSymLink() : QString();
    QByteArray oldContent;
    if (QFile old(file.path); oldTarget.isEmpty() && old.open(QIODevice::ReadOnly))
        oldContent = old.readAll();
    const bool existed = isThere(file.path);
    const auto put = makeParents(info.path(), undo).and_then([&] {
        return file.target.isEmpty() ? m_files.write(file.path, file.content)
                                     : m_files.link(file.path, file.target);
    });
    if (!put)
        return put;
    undo.add([this, path = file.path, existed, oldTarget, oldContent] {
        if (!existed)
            (void)m_files.remove(path);
        else if (oldTarget.isEmpty())
            (void)m_files.write(path, oldContent);
        else
            (void)m_files.link(path, oldTarget);
    });
    return {};
}

void Installer::removeWhatIsNoLongerWanted(const Receipt &before)
{
    const QList<OutsideFile> wanted = outsideFiles();
    for (const Receipt::Entry &entry : before.entries()) {
        const bool stays
            = std::ranges::any_of(wanted, [&](const OutsideFile &file) { return file.path == entry.path; });
        if (!stays && Receipt::isUnchanged(entry))
            (void)m_files.remove(entry.path);
    }
}

QList<OutsideFile> Installer::outsideFiles() const
{
    QList<OutsideFile> files;
    if (m_options.menuEntry) {
        const QString pattern = m_bundle.folder() + u"/share/"_s + DesktopEntry::FileName;
        files.append({.path = m_options.menuFolder + u'/' + DesktopEntry::FileName,
                      .content = DesktopEntry::forInstallation(pattern, m_options.prefix),
                      .target = {}});
    }
    if (m_options.command)
        files.append({.path = m_options.commandFolder + u"/axess-console"_s,
                      .content = {},
                      .target = m_options.prefix + u"/bin/axess-console"_s});
    return files;
}

} // namespace Axess
