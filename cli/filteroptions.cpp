// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "filteroptions.h"

#include "rowforms.h"

#include <QtCore/qdatetime.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QStringList filterNames {u"user"_s,          u"guests"_s,         u"tenant"_s, u"level"_s, u"life"_s,
                               u"created-after"_s, u"created-before"_s, u"client"_s, u"key"_s};

template<typename T>
Result<void> chooseWord(const Context &context, const QString &option,
                        std::optional<T> (*fromWord)(const QString &), const QString &words,
                        std::optional<T> &target)
{
    if (!context.isSet(option))
        return {};
    target = fromWord(context.value(option));
    if (!target)
        return usageError(u"--%1 is one of %2"_s.arg(option, words));
    return {};
}

Result<void> choosePrincipals(const Context &context, SessionFilter &filter)
{
    if (context.isSet(u"user"_s) && context.isSet(u"guests"_s))
        return usageError(u"--user and --guests exclude each other"_s);
    if (context.isSet(u"guests"_s))
        filter.user = UserId();
    if (context.isSet(u"user"_s)) {
        const auto user = context.userFrom(context.value(u"user"_s));
        if (!user)
            return std::unexpected(user.error());
        filter.user = *user;
    }
    if (context.isSet(u"tenant"_s)) {
        const auto tenant = context.tenant();
        if (!tenant)
            return std::unexpected(tenant.error());
        filter.tenant = *tenant;
    }
    return {};
}

Result<void> chooseTimes(const Context &context, SessionFilter &filter)
{
    const auto after = timeOf(context, u"created-after"_s);
    const auto before = timeOf(context, u"created-before"_s);
    if (!after || !before)
        return std::unexpected(after ? before.error() : after.error());
    filter.created = {*after, *before};
    return {};
}

Result<void> chooseKey(const Context &context, SessionFilter &filter)
{
    if (!context.isSet(u"key"_s))
        return {};
    bool isHex = false;
    filter.keyId = context.value(u"key"_s).toUInt(&isHex, 16);
    if (!isHex)
        return usageError(u"--key is a key id of hexadecimal digits, as `key list` prints it"_s);
    return {};
}

} // namespace

Result<std::optional<qint64>> timeOf(const Context &context, const QString &option)
{
    if (!context.isSet(option))
        return std::nullopt;
    QDateTime time = QDateTime::fromString(context.value(option), Qt::ISODateWithMs);
    if (!time.isValid())
        return usageError(u"--%1 is a time such as 2026-11-26T15:30:00Z"_s.arg(option));
    return time.toMSecsSinceEpoch();
}

void addFilterOptions(QCommandLineParser &parser)
{
    parser.addOption({u"user"_s, u"Only this user's."_s, u"USER"_s});
    parser.addOption({u"guests"_s, u"Only guests'."_s});
    parser.addOption({u"tenant"_s, u"Only this tenant's."_s, u"TENANT"_s});
    parser.addOption({u"level"_s, u"guest, authenticated or stepped-up."_s, u"LEVEL"_s});
    parser.addOption({u"life"_s, u"live, revoked or expired."_s, u"LIFE"_s});
    parser.addOption({u"created-after"_s, u"Created at this time or later."_s, u"TIME"_s});
    parser.addOption({u"created-before"_s, u"Created before this time."_s, u"TIME"_s});
    parser.addOption({u"client"_s, u"Found in address, user agent or label."_s, u"TEXT"_s});
    parser.addOption({u"key"_s, u"Sealed by this key."_s, u"KEYID"_s});
}

bool hasFilter(const Context &context)
{
    return std::ranges::any_of(filterNames, [&](const QString &name) { return context.isSet(name); });
}

Result<SessionFilter> filterFrom(const Context &context)
{
    SessionFilter filter;
    filter.client = context.value(u"client"_s);
    return choosePrincipals(context, filter)
        .and_then([&] {
            return chooseWord(context, u"level"_s, &levelFromWord, u"guest, authenticated, stepped-up"_s,
                              filter.level);
        })
        .and_then([&] {
            return chooseWord(context, u"life"_s, &lifeFromWord, u"live, revoked, expired"_s, filter.life);
        })
        .and_then([&] { return chooseTimes(context, filter); })
        .and_then([&] { return chooseKey(context, filter); })
        .transform([&] { return filter; });
}
