// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "grantscommand.h"

#include <axess/accountmodes.h>

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

Result<AccountMode> modeOf(const Context &context)
{
    const auto mode
        = context.arguments().size() == 1 ? accountModeFrom(context.arguments().first()) : std::nullopt;
    if (!mode)
        return usageError(u"Name one mode: viewer, support, operator or admin"_s);
    return *mode;
}

QJsonValue jsonOf(std::optional<bool> right)
{
    return right ? QJsonValue(*right) : QJsonValue();
}

QJsonObject jsonOf(const AccountRights &rights)
{
    return {{u"readPayloads"_s, jsonOf(rights.readPayloads)},
            {u"endSessions"_s, jsonOf(rights.endSessions)},
            {u"writeSessions"_s, jsonOf(rights.writeSessions)},
            {u"removeSessions"_s, jsonOf(rights.removeSessions)},
            {u"writeDocuments"_s, jsonOf(rights.writeDocuments)},
            {u"changeSchema"_s, jsonOf(rights.changeSchema)}};
}

QJsonArray jsonOf(const QList<RightFinding> &findings)
{
    QJsonArray array;
    for (const RightFinding &finding : findings)
        array.append(QJsonObject {{u"right"_s, finding.right}, {u"sentence"_s, finding.sentence}});
    return array;
}

ExitCode check(const Context &context, AccountMode mode)
{
    const auto store = context.openStore();
    const auto rights = store.and_then([](const auto &opened) { return accountRights(*opened); });
    if (!rights)
        return failed(context, rights.error());
    const QList<RightFinding> beyond = rightsBeyond(*rights, mode);
    const QList<RightFinding> lacking = rightsLacking(*rights, mode);
    const Output &output = context.output();
    for (const RightFinding &finding : beyond)
        output.line(u"more than %1  %2: %3"_s.arg(accountModeName(mode), finding.right, finding.sentence));
    for (const RightFinding &finding : lacking)
        output.line(u"less than %1  %2: %3"_s.arg(accountModeName(mode), finding.right, finding.sentence));
    if (beyond.isEmpty() && lacking.isEmpty())
        output.line(u"The account may what %1 means, and no more that the server tells of"_s.arg(
            accountModeName(mode)));
    output.json({{u"mode"_s, accountModeName(mode)},
                 {u"rights"_s, jsonOf(*rights)},
                 {u"beyond"_s, jsonOf(beyond)},
                 {u"lacking"_s, jsonOf(lacking)}});
    return beyond.isEmpty() && lacking.isEmpty() ? ExitCode::Ok : ExitCode::Error;
}

} // namespace

QString GrantsCommand::name() const
{
    return u"grants"_s;
}

QString GrantsCommand::summary() const
{
    return u"Prints what to type on the server so that it keeps an account to an access mode."_s;
}

void GrantsCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"MODE"_s, u"viewer, support, operator or admin."_s);
    parser.addOption({u"account"_s, u"The account's name on the server (axess_MODE)."_s, u"NAME"_s});
    parser.addOption({u"host"_s, u"From where it signs in, of MySQL and MariaDB (%)."_s, u"HOST"_s});
    parser.addOption(
        {u"check"_s, u"Instead: may the account of the store's URL what the mode means, and more?"_s});
}

ExitCode GrantsCommand::run(Context &context)
{
    const auto mode = modeOf(context);
    if (!mode)
        return failed(context, mode.error());
    if (context.isSet(u"check"_s)) {
        if (context.isSet(u"account"_s) || context.isSet(u"host"_s))
            return failed(context, usageError(u"--check is about the account of the store's URL"_s).error());
        return check(context, *mode);
    }
    AccountName account {u"axess_"_s + accountModeName(*mode)};
    if (context.isSet(u"account"_s))
        account.name = context.value(u"account"_s);
    if (context.isSet(u"host"_s))
        account.host = context.value(u"host"_s);
    const auto grants = context.storeUrl().and_then(
        [&](const StoreUrl &url) { return accountGrants(url, *mode, account); });
    if (!grants)
        return failed(context, grants.error());
    const Output &output = context.output();
    output.note(grants->place + u':');
    for (const QString &line : grants->lines)
        output.line(line);
    for (const QString &note : grants->notes)
        output.note(note);
    output.json({{u"mode"_s, accountModeName(*mode)},
                 {u"account"_s, account.name},
                 {u"place"_s, grants->place},
                 {u"lines"_s, QJsonArray::fromStringList(grants->lines)},
                 {u"notes"_s, QJsonArray::fromStringList(grants->notes)}});
    return ExitCode::Ok;
}
