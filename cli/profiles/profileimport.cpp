// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cli/profiles/profileimport.h"

#include "cli/profiles/profileformat.h"

#include <axess/storeurl.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestUrl = 8 * 1024;

std::unexpected<Error> foreign()
{
    return std::unexpected(
        Error(ErrorCode::InvalidArgument,
              u"This is neither a file of Axess profiles nor a store's URL; files of other programs are not "
              "read"_s));
}

// What a store is called when nobody has said it: where it is.
QString nameFor(const StoreUrl &url)
{
    const QString where = url.hosts().isEmpty() ? QString() : url.hosts().constFirst().name;
    const QString what = url.path().section(u'/', -1);
    const QString name = where.isEmpty() || what.isEmpty() ? where + what : where + u'/' + what;
    return (name.isEmpty() ? url.backend() : name).left(Profile::LongestName);
}

Result<Profile> profileOfUrl(const QString &text, RandomSource &random, QStringList &remarks)
{
    const auto pasted = PastedUrl::parted(text);
    if (!pasted)
        return foreign();
    const Result<StoreUrl> url = StoreUrl::parse(pasted->store);
    // Without its password, and written anew, it may be longer than a URL may be.
    if (!url)
        return foreign();
    return Profile::newId(random).transform([&](const QUuid &id) {
        Profile profile;
        profile.id = id;
        profile.name = nameFor(*url);
        profile.store = pasted->store;
        profile.secret = pasted->password.isEmpty() ? SecretSource::None : SecretSource::Ask;
        if (!pasted->password.isEmpty())
            remarks.append(u"\"%1\": its password was left out; it is asked for"_s.arg(profile.name));
        return profile;
    });
}

// Whoever sends a file must not choose what runs here, nor which of this machine's secrets goes to their
// host.
void leaveOutSources(Profile &profile, QStringList &remarks)
{
    if (profile.secret != SecretSource::None && profile.secret != SecretSource::Ask) {
        profile.secret = SecretSource::Ask;
        profile.secretPlace.clear();
        remarks.append(
            u"\"%1\": where its password comes from was left out; it is asked for"_s.arg(profile.name));
    }
    if (profile.rootKey != KeySource::None && profile.rootKey != KeySource::File) {
        profile.rootKey = KeySource::None;
        profile.rootKeyPlace.clear();
        remarks.append(
            u"\"%1\": where its root key comes from was left out; data stays shut"_s.arg(profile.name));
    }
}

} // namespace

Result<PastedUrl> PastedUrl::parted(const QString &text)
{
    return StoreUrl::parse(text.trimmed()).transform([](const StoreUrl &url) {
        QByteArray password = url.password().toUtf8();
        PastedUrl parted {url.displayText(), SecretBytes(QByteArrayView(password))};
        password.fill('\0');
        return parted;
    });
}

Result<ProfileImport> ProfileImport::read(const QByteArray &content, const QList<Profile> &standing,
                                          RandomSource &random)
{
    ProfileImport import;
    QList<Profile> brought;
    if (const QByteArray text = content.trimmed(); text.startsWith('{')) {
        const auto profiles = ProfileFormat::fromJson(content);
        if (!profiles)
            return profiles.error().code() == ErrorCode::InvalidArgument
                ? foreign()
                : Result<ProfileImport>(std::unexpected(profiles.error()));
        brought = *profiles;
    } else {
        const auto profile = text.size() > LongestUrl
            ? foreign()
            : profileOfUrl(QString::fromUtf8(text), random, import.remarks);
        if (!profile)
            return std::unexpected(profile.error());
        brought = {*profile};
    }
    for (const Profile &profile : std::as_const(brought)) {
        const auto same = std::ranges::find(standing, profile.id, &Profile::id);
        Profile taken = profile;
        QStringList leftOut;
        leaveOutSources(taken, leftOut);
        // As it was sent, or as it was taken over the last time.
        if (same != standing.end() && (*same == profile || *same == taken)) {
            ++import.known;
            continue;
        }
        if (same != standing.end()) {
            const auto id = Profile::newId(random);
            if (!id)
                return std::unexpected(id.error());
            taken.id = *id;
            import.remarks.append(
                u"\"%1\": stands here already, but otherwise; it was added beside it"_s.arg(profile.name));
        }
        import.remarks += leftOut;
        import.fresh.append(taken);
    }
    return import;
}

} // namespace Axess
