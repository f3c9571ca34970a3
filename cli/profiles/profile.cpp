// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cli/profiles/profile.h"

#include <axess/storeurl.h>

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <array>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> wrong(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

bool isControl(QChar c)
{
    const char16_t code = c.unicode();
    // The last two ranges are line breaks and what turns the direction of all that stands behind it, as in a
    // title.
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e)
        || (code >= 0x2066 && code <= 0x2069);
}

// One line that a list, a title and a command line can show.
Result<void> checkLine(const QString &what, const QString &text, qsizetype longest)
{
    if (text.size() > longest)
        return wrong(u"%1 has more than %2 characters"_s.arg(what).arg(longest));
    if (!text.isValidUtf16() || std::ranges::any_of(text, isControl))
        return wrong(u"%1 holds a line break or another control character"_s.arg(what));
    return {};
}

Result<void> checkPlace(const QString &what, const QString &place, bool isNeeded)
{
    if (isNeeded == place.trimmed().isEmpty())
        return wrong(isNeeded ? u"%1 names no file, variable, command or entry"_s.arg(what)
                              : u"%1 has a place, but its source needs none"_s.arg(what));
    return checkLine(what, place, Profile::LongestCommand);
}

bool isThisMachine(const QString &host)
{
    static const QRegularExpression loopback(u"^127(\\.[0-9]{1,3}){3}$"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || loopback.match(host).hasMatch();
}

} // namespace

Result<QUuid> Profile::newId(RandomSource &random)
{
    std::array<std::byte, 16> bytes {};
    if (const auto filled = random.fill(bytes); !filled)
        return std::unexpected(filled.error());
    // Version 4, variant 1: what QUuid calls random.
    bytes[6] = (bytes[6] & std::byte {0x0f}) | std::byte {0x40};
    bytes[8] = (bytes[8] & std::byte {0x3f}) | std::byte {0x80};
    return QUuid::fromRfc4122(QByteArrayView(reinterpret_cast<const char *>(bytes.data()), bytes.size()));
}

Result<void> Profile::check() const
{
    if (id.isNull())
        return wrong(u"The profile has no id"_s);
    if (name.trimmed().isEmpty())
        return wrong(u"The profile has no name"_s);
    for (const auto &line :
         {checkLine(u"The name"_s, name, LongestName), checkLine(u"The group"_s, group, LongestName)}) {
        if (!line)
            return line;
    }
    if (notes.size() > LongestNotes)
        return wrong(u"The notes have more than %1 characters"_s.arg(LongestNotes));
    static const QRegularExpression colourForm(u"^#[0-9a-fA-F]{6}$"_s);
    if (!colour.isEmpty() && !colourForm.match(colour).hasMatch())
        return wrong(u"The colour is not written as #rrggbb"_s);
    const Result<StoreUrl> url = StoreUrl::parse(store);
    if (!url)
        return std::unexpected(url.error());
    if (!url->password().isEmpty())
        return wrong(u"The store's URL holds a password: profiles hold none"_s);
    const bool secretHasPlace = secret == SecretSource::Variable || secret == SecretSource::Command;
    if (const auto place = checkPlace(u"The password's source"_s, secretPlace, secretHasPlace); !place)
        return place;
    if (const auto place = checkPlace(u"The root key's source"_s, rootKeyPlace, rootKey != KeySource::None);
        !place)
        return place;
    if (mode == ConsoleMode::Admin && !isPrivateConnection(store))
        return wrong(u"Admin mode needs an encrypted connection: choose TLS, or another mode"_s);
    return {};
}

bool isPrivateConnection(const QString &storeUrl)
{
    const Result<StoreUrl> url = StoreUrl::parse(storeUrl);
    if (!url)
        return false;
    // A file, memory, or a unix socket.
    if (url->hosts().isEmpty())
        return true;
    if (std::ranges::all_of(url->hosts(), isThisMachine, &StoreUrl::Host::name))
        return true;
    if (url->backend() == "valkey"_L1)
        return url->scheme().startsWith("valkeys"_L1);
    const bool isVerifiedUnasked = url->backend() == "postgres"_L1 || url->option(u"sslrootcert"_s);
    const QString unasked = isVerifiedUnasked ? u"verify-full"_s : u"prefer"_s;
    const QString mode = url->option(u"sslmode"_s).value_or(unasked);
    // Of a backend from elsewhere nothing is known.
    return !url->backend().startsWith("x-"_L1) && mode != "disable"_L1 && mode != "prefer"_L1;
}

} // namespace Axess
