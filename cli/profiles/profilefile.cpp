// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cli/profiles/profilefile.h"

#include "cli/profiles/profileformat.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qlockfile.h>
#include <QtCore/qsavefile.h>
#include <QtCore/qstandardpaths.h>

#include <algorithm>
#include <chrono>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Backups = 3;
constexpr int BrokenFilesAtMost = 100;
constexpr auto OwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

std::unexpected<Error> failed(ErrorCode code, const QString &sentence)
{
    return std::unexpected(Error(code, sentence));
}

Result<QList<Profile>> read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failed(ErrorCode::Denied, u"It cannot be read: %1"_s.arg(file.errorString()));
    // One byte more, so that what is too long is seen to be.
    return ProfileFormat::fromJson(file.read(ProfileFormat::MostBytes + 1));
}

Result<void> save(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(OwnerOnly)
        || file.write(bytes) != bytes.size() || !file.commit())
        return failed(ErrorCode::Full, u"\"%1\" cannot be written: %2"_s.arg(path, file.errorString()));
    return {};
}

// Where the profile stands as it was when the caller read it.
Result<qsizetype> placeOf(const QList<Profile> &profiles, const Profile &before)
{
    const auto found = std::ranges::find(profiles, before.id, &Profile::id);
    if (found == profiles.end())
        return failed(ErrorCode::Gone, u"Another window removed the profile meanwhile"_s);
    if (*found != before)
        return failed(ErrorCode::Conflict, u"Another window changed the profile meanwhile"_s);
    return found - profiles.begin();
}

} // namespace

QString ProfileFile::usualPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/axess/profiles.json"_s;
}

QString ProfileFile::backupPath(int number) const
{
    return m_path + u'.' + QString::number(number);
}

ProfileFile::Content ProfileFile::load() const
{
    Content content;
    if (!QFileInfo::exists(m_path))
        return content;
    auto profiles = read(m_path);
    if (profiles) {
        content.profiles = *profiles;
        return content;
    }
    content.problem = profiles.error();
    for (int number = 1; number <= Backups; ++number) {
        const QString path = backupPath(number);
        profiles = QFileInfo::exists(path) ? read(path) : profiles;
        if (!profiles)
            continue;
        content.profiles = *profiles;
        content.backup = path;
        content.backupTime = QFileInfo(path).lastModified();
        break;
    }
    return content;
}

Result<void> ProfileFile::change(const Change &edit) const
{
    if (!QDir().mkpath(QFileInfo(m_path).path()))
        return failed(ErrorCode::Denied, u"The folder of \"%1\" cannot be made"_s.arg(m_path));
    QLockFile lock(m_path + u".lock"_s);
    lock.setStaleLockTime(30s);
    if (!lock.tryLock(2s))
        return failed(ErrorCode::Unavailable, u"Another program holds \"%1\"; try again"_s.arg(m_path));
    Content content = load();
    if (content.problem)
        return std::unexpected(
            content.problem->within(u"\"%1\" is left as it is, and nothing was changed"_s.arg(m_path)));
    const auto changed = edit(content.profiles);
    return changed ? write(content.profiles) : changed;
}

Result<void> ProfileFile::write(const QList<Profile> &profiles) const
{
    if (profiles.size() > ProfileFormat::MostProfiles)
        return failed(ErrorCode::Full, u"There is room for %1 profiles"_s.arg(ProfileFormat::MostProfiles));
    rotateBackups();
    return save(m_path, ProfileFormat::toJson(profiles));
}

// What stands there was read a moment ago, so each backup was a good file.
void ProfileFile::rotateBackups() const
{
    QFile present(m_path);
    if (!present.open(QIODevice::ReadOnly))
        return;
    const QByteArray bytes = present.readAll();
    for (int number = Backups; number > 1; --number) {
        if (!QFileInfo::exists(backupPath(number - 1)))
            continue;
        QFile::remove(backupPath(number));
        QFile::rename(backupPath(number - 1), backupPath(number));
    }
    // A change is worth more than its backup: the older ones are still there.
    (void)save(backupPath(1), bytes);
}

Result<void> ProfileFile::add(const QList<Profile> &profiles) const
{
    return change([&](QList<Profile> &standing) -> Result<void> {
        for (const Profile &profile : profiles) {
            if (const auto sound = profile.check(); !sound)
                return sound;
            if (std::ranges::contains(standing, profile.id, &Profile::id))
                return failed(ErrorCode::Conflict, u"A profile of that id is there already"_s);
            standing.append(profile);
        }
        return {};
    });
}

Result<void> ProfileFile::replace(const Profile &before, const Profile &after) const
{
    return change([&](QList<Profile> &standing) -> Result<void> {
        if (const auto sound = after.check(); !sound)
            return sound;
        return placeOf(standing, before).transform([&](qsizetype place) {
            standing[place] = after;
            standing[place].id = before.id;
        });
    });
}

Result<void> ProfileFile::remove(const Profile &profile) const
{
    return change([&](QList<Profile> &standing) {
        return placeOf(standing, profile).transform([&](qsizetype place) { standing.removeAt(place); });
    });
}

Result<QString> ProfileFile::restoreBackup() const
{
    QLockFile lock(m_path + u".lock"_s);
    lock.setStaleLockTime(30s);
    if (!lock.tryLock(2s))
        return failed(ErrorCode::Unavailable, u"Another program holds \"%1\"; try again"_s.arg(m_path));
    const Content content = load();
    if (!content.problem)
        return failed(ErrorCode::Conflict, u"\"%1\" can be read again"_s.arg(m_path));
    if (content.problem->code() == ErrorCode::TooNew || content.problem->code() == ErrorCode::Denied)
        return std::unexpected(*content.problem);
    QString aside = m_path + u".broken"_s;
    for (int number = 2; QFileInfo::exists(aside) && number <= BrokenFilesAtMost; ++number)
        aside = m_path + u".broken-%1"_s.arg(number);
    if (!QFile::rename(m_path, aside))
        return failed(ErrorCode::Denied, u"\"%1\" cannot be put aside"_s.arg(m_path));
    return save(m_path, ProfileFormat::toJson(content.profiles)).transform([&] { return aside; });
}

} // namespace Axess
