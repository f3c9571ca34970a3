// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/installer.h"

#include "setup/desktopentry.h"
#include "setup/setuplock.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qlocale.h>

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

} // namespace

Installer::Installer(Bundle bundle, InstallOptions options, const Machine &machine, SetupFiles &files)
    : m_bundle(std::move(bundle))
    , m_options(std::move(options))
    , m_machine(machine)
    , m_files(files)
    , m_chosen(m_bundle.filesWith(m_options.components))
{
    m_options.prefix = QDir::cleanPath(m_options.prefix);
    m_stage = SetupLock::beside(m_options.prefix, u".new"_s);
    m_old = SetupLock::beside(m_options.prefix, u".old"_s);
    // Its mark first, so that a next setup knows what a killed one left.
    std::ranges::stable_partition(m_chosen,
                                  [](const BundleFile &file) { return file.path == Bundle::InfoName; });
}

qint64 Installer::neededBytes() const
{
    return std::accumulate(m_chosen.cbegin(), m_chosen.cend(), qint64(0),
                           [](qint64 sum, const BundleFile &file) { return sum + file.size; });
}

std::optional<QVersionNumber> Installer::installedVersion(const QString &prefix)
{
    if (!Bundle::isMarked(prefix))
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
        || (info.isDir() && !QDir(prefix).isEmpty(SetupFiles::AllEntries) && !installedVersion(prefix));
    if (strange)
        return refused(ErrorCode::InvalidArgument,
                       tr("%1 holds something else; choose a folder that is new or empty.").arg(prefix));
    return checkRests();
}

// The names that the setup uses beside the folder may be taken by somebody else.
Result<void> Installer::checkRests() const
{
    for (const QString &rest : {m_old, m_stage}) {
        const QFileInfo info(rest);
        const bool ours = !info.isSymbolicLink() && info.isDir()
            && (Bundle::isMarked(rest) || QDir(rest).isEmpty(SetupFiles::AllEntries));
        if (isThere(rest) && !ours)
            return refused(
                ErrorCode::InvalidArgument,
                tr("%1 is not the setup's; move it elsewhere, or choose another folder.").arg(rest));
    }
    return {};
}

Result<void> Installer::checkShortcuts() const
{
    const Receipt receipt = Receipt::read(m_options.prefix);
    for (const OutsideFile &file : outsideFiles()) {
        const Receipt::Standing standing = receipt.standing(file);
        // Of connections none is kept silently: whoever brings them wants them.
        if (file.path == profilePath() && standing != Receipt::Standing::Free
            && standing != Receipt::Standing::Ours)
            return refused(ErrorCode::InvalidArgument,
                           tr("%1 is not as the setup left it; move it elsewhere, or leave out --profiles.")
                               .arg(file.path));
        if (standing == Receipt::Standing::Foreign)
            return refused(
                ErrorCode::InvalidArgument,
                tr("%1 is not the setup's; move it elsewhere, or leave it out (%2).")
                    .arg(file.path, file.target.isEmpty() ? u"--no-menu-entry"_s : u"--no-command"_s));
    }
    return {};
}

Result<void> Installer::install(const Progress &progress)
{
    // Undone in this order: the work while no other setup can begin, the folders when the lock in them is
    // gone.
    Undo parents;
    if (const auto made
        = checkFolder().and_then([&] { return makeParents(QFileInfo(m_options.prefix).path(), parents); });
        !made)
        return made;
    const auto lock = SetupLock::take(m_options.prefix);
    if (!lock)
        return std::unexpected(lock.error());
    Undo undo;
    // Another may have finished since.
    if (const auto checked = checkFolder(); !checked)
        return checked;
    putRight();
    if (const auto checked = check().and_then([this] { return checkShortcuts(); }); !checked)
        return checked;

    const Receipt before = Receipt::read(m_options.prefix);
    QList<OutsideFile> outside = outsideFiles();
    outside.removeIf(
        [&](const OutsideFile &file) { return before.standing(file) == Receipt::Standing::Changed; });
    const auto made = m_files.makeFolder(m_stage);
    if (!made)
        return made;
    undo.add([this] { removeRest(m_stage); });
    const auto installed = stage(progress).and_then([this] { return carryOver(); }).and_then([&] {
        return putInPlace(outside, undo);
    });
    if (!installed)
        return installed;
    undo.keepAll();
    parents.keepAll();
    // A rest that cannot be removed now goes the next time; the installation stands.
    if (isThere(m_old))
        removeRest(m_old);
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
            removeRest(rest);
    }
}

// Its mark last, for the setup that comes after one that was killed here.
void Installer::removeRest(const QString &folder)
{
    bool emptied = folder == m_stage || Bundle::isMarked(folder);
    QStringList names = emptied ? QDir(folder).entryList(SetupFiles::AllEntries) : QStringList();
    std::ranges::stable_partition(names, [](const QString &name) { return name != Bundle::InfoName; });
    for (const QString &name : std::as_const(names))
        emptied = emptied && m_files.removeTree(folder + u'/' + name);
    // Emptied or not: what is no installation goes only if nothing is in it.
    (void)m_files.remove(folder);
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
        return m_files.write(m_stage + u'/' + Receipt::Name, receipt(Receipt::read(m_options.prefix)).text());
    });
}

// What a person put into the folder is not the setup's to delete.
Result<void> Installer::carryOver()
{
    // Without a manifest, an old file too many stays rather than one of a person's goes.
    const QList<BundleFile> installed = Bundle::filesIn(m_options.prefix).value_or(m_bundle.files());
    QSet<QString> ours {Bundle::ManifestName, Receipt::Name};
    for (const BundleFile &file : installed)
        ours.insert(file.path);
    QDirIterator entries(m_options.prefix, SetupFiles::AllEntries, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QFileInfo entry(entries.next());
        const QString name = entry.filePath().mid(m_options.prefix.size() + 1);
        const QString target = m_stage + u'/' + name;
        if (ours.contains(name) || isThere(target))
            continue;
        if (const auto carried = carryOver(entry, target); !carried)
            return carried;
    }
    return {};
}

Result<void> Installer::carryOver(const QFileInfo &entry, const QString &target)
{
    const QString path = entry.filePath();
    const bool isFolder = entry.isDir() && !entry.isSymbolicLink();
    // A folder that is not empty comes with what is in it.
    if (isFolder && !QDir(path).isEmpty(SetupFiles::AllEntries))
        return {};
    if (!isFolder && !entry.isSymbolicLink() && !entry.isFile())
        return {}; // Sockets and pipes belong to a program that runs.
    Undo nothing; // The whole stage is undone at once.
    const auto carried = makeParents(QFileInfo(target).path(), nothing).and_then([&]() -> Result<void> {
        if (entry.isSymbolicLink())
            return m_files.link(target, entry.readSymLink());
        if (isFolder)
            return m_files.makeFolder(target);
        return fileHash(path).and_then(
            [&](const QByteArray &hash) { return m_files.copy(path, target, hash); });
    });
    nothing.keepAll();
    return carried;
}

Result<void> Installer::putInPlace(const QList<OutsideFile> &outside, Undo &undo)
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
    for (const OutsideFile &file : outside) {
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
    const QFile::Permissions permissions = info.permissions();
    const auto put = makeParents(info.path(), undo).and_then([&] {
        return file.target.isEmpty() ? m_files.write(file.path, file.content)
                                     : m_files.link(file.path, file.target);
    });
    if (!put)
        return put;
    undo.add([this, path = file.path, existed, oldTarget, oldContent, permissions] {
        if (!existed)
            (void)m_files.remove(path);
        else if (!oldTarget.isEmpty())
            (void)m_files.link(path, oldTarget);
        else if (m_files.write(path, oldContent))
            QFile::setPermissions(path, permissions);
    });
    return {};
}

void Installer::removeWhatIsNoLongerWanted(const Receipt &before)
{
    const Receipt wanted = receipt(before);
    for (const Receipt::Entry &entry : before.entries()) {
        const bool stays = std::ranges::contains(wanted.entries(), entry.path, &Receipt::Entry::path);
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
    if (!m_options.profiles.isEmpty())
        files.append({.path = profilePath(), .content = m_options.profiles, .target = {}});
    return files;
}

QString Installer::profilePath() const
{
    return m_options.profileFolder + u"/axess-console.json"_s;
}

Receipt Installer::receipt(const Receipt &before) const
{
    Receipt receipt = Receipt::of(outsideFiles());
    for (const Receipt::Entry &entry : before.entries()) {
        if (m_options.profiles.isEmpty() && entry.path == profilePath())
            receipt.add(entry);
    }
    return receipt;
}

} // namespace Axess
