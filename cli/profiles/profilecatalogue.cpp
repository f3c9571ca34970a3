// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cli/profiles/profilecatalogue.h"

#include "cli/profiles/profileformat.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// A profile may name a program that is run, so only whoever looks after the machine may write one for others.
Result<QList<Profile>> readManaged(const QFileInfo &info)
{
    constexpr auto others = QFileDevice::WriteGroup | QFileDevice::WriteOther;
    if (info.permissions() & others)
        return std::unexpected(Error(ErrorCode::Denied, u"Others than its owner may write it"_s));
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(Error(ErrorCode::Denied, u"It cannot be read: %1"_s.arg(file.errorString())));
    return ProfileFormat::fromJson(file.read(ProfileFormat::MostBytes + 1));
}

} // namespace

ProfilePlaces ProfilePlaces::ofThisProcess()
{
    return {ProfileFile::usualPath(), u"/etc/axess/console.d"_s};
}

ProfileCatalogue ProfileCatalogue::load(const ProfilePlaces &places)
{
    ProfileCatalogue catalogue;
    const auto isKnown = [&](const Profile &profile) {
        return std::ranges::contains(catalogue.profiles, profile.id,
                                     [](const ListedProfile &listed) { return listed.profile.id; });
    };
    const QDir folder(places.managedFolder);
    const QFileInfoList files = places.managedFolder.isEmpty()
        ? QFileInfoList()
        : folder.entryInfoList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (const QFileInfo &info : files) {
        const auto managed = readManaged(info);
        if (!managed) {
            catalogue.managedProblems.append(
                u"\"%1\" is left out. %2"_s.arg(info.filePath(), managed.error().message()));
            continue;
        }
        for (const Profile &profile : *managed) {
            if (!isKnown(profile))
                catalogue.profiles.append({profile, true});
        }
    }
    catalogue.own = ProfileFile(places.file).load();
    for (const Profile &profile : std::as_const(catalogue.own.profiles)) {
        if (!isKnown(profile))
            catalogue.profiles.append({profile, false});
    }
    return catalogue;
}

Result<ListedProfile> ProfileCatalogue::find(const QString &idOrName) const
{
    QList<ListedProfile> found;
    for (const ListedProfile &listed : profiles) {
        if (listed.profile.idText() == idOrName)
            return listed;
        if (listed.profile.name == idOrName)
            found.append(listed);
    }
    if (found.size() == 1)
        return found.constFirst();
    const QString sentence = found.isEmpty()
        ? u"There is no profile \"%1\""_s.arg(idOrName)
        : u"%1 profiles are named \"%2\"; name one by its id"_s.arg(found.size()).arg(idOrName);
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

} // namespace Axess
