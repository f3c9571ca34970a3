// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keycompromisecommand.h"

#include "filteroptions.h"
#include "jobforms.h"
#include "jobterminal.h"
#include "keycommands.h"
#include "rowforms.h"

#include <axess/keys.h>
#include <axess/revokesessions.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QString beforeOption = u"revoke-created-before"_s;

// An intruder must not come back by an undo, nor by a forged session that claims to begin later.
BulkRevocation revocationOf(const Context &context, quint32 key, std::optional<qint64> before)
{
    BulkRevocation what;
    what.scope = before ? RevokeScope::Matching : RevokeScope::Everybody;
    what.filter.created.until = before;
    what.reason = context.isSet(u"reason"_s) ? context.value(u"reason"_s)
                                             : u"key %1 is known to somebody else"_s.arg(keyIdText(key));
    what.ticket = context.value(u"ticket"_s);
    what.grace = std::chrono::milliseconds(0);
    what.by = personHere();
    return what;
}

ExitCode previewed(const Context &context, RevokeSessions &revoke, const BulkRevocation &what)
{
    const auto found = revoke.preview(what, terminalControl(context));
    context.output().endProgress();
    if (!found)
        return failed(context, found.error());
    if (found->run.end != JobRunEnd::Ended || found->run.job.error)
        return codeOf(context, found->run);
    context.output().line(
        u"%1 session(s) would be logged out for good, and nothing was done yet; say --yes to do it"_s.arg(
            found->sessions.size()));
    context.output().json({{u"wouldRevoke"_s, found->sessions.size()}});
    return ExitCode::Ok;
}

} // namespace

QString KeyCompromiseCommand::name() const
{
    return u"key compromise"_s;
}

QString KeyCompromiseCommand::summary() const
{
    return u"Marks a key as known to somebody else, replaces an active one at once, and may log people out."_s;
}

void KeyCompromiseCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"KEY"_s, u"The key, as `key list` prints it."_s);
    parser.addOption({beforeOption,
                      u"Log out for good who began before this time, or everybody of `now`; needs --yes."_s,
                      u"TIME"_s});
    parser.addOption({u"reason"_s, u"Why they are logged out; kept in their histories."_s, u"TEXT"_s});
    parser.addOption({u"ticket"_s, u"Where the case is kept; stands behind the reason."_s, u"TEXT"_s});
    parser.addOption({u"yes"_s, u"Do it."_s});
}

ExitCode KeyCompromiseCommand::run(Context &context)
{
    const auto id = keyFrom(context);
    if (!id)
        return failed(context, id.error());
    const bool revokes = context.isSet(beforeOption);
    const bool isNow = context.value(beforeOption) == "now"_L1;
    const auto before = isNow ? Result<std::optional<qint64>>() : timeOf(context, beforeOption);
    const auto store = before.and_then([&](const auto &) { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    RevokeSessions revoke(*store);
    if (revokes && !context.isSet(u"yes"_s))
        return previewed(context, revoke, revocationOf(context, *id, *before));

    const auto changed = Keys(*store).compromise(*id);
    if (!changed)
        return failed(context, changed.error());
    const Output &output = context.output();
    output.line((changed->id != *id ? u"Key %1 seals from now on"_s : u"Key %1 is marked as compromised"_s)
                    .arg(keyIdText(changed->id)));
    QJsonObject json {{u"id"_s, keyIdText(changed->id)}, {u"revision"_s, qint64(changed->revision)}};
    ExitCode code = ExitCode::Ok;
    if (revokes) {
        // Chosen now: who began while the key was replaced may have been sealed under the old one.
        const auto run = revoke.submit(revocationOf(context, *id, *before)).and_then([&](const JobInfo &job) {
            return Jobs(*store).run(job.id, terminalControl(context));
        });
        output.endProgress();
        if (!run)
            return failed(context, run.error());
        output.table({u"What"_s, u"Value"_s}, linesOf(run->job));
        json.insert(u"revocation"_s, toJson(run->job));
        code = codeOf(context, *run);
    }
    output.json(json);
    output.note(
        u"Now `axessctl key rotate` seals anew what it sealed. Then change the root key, by which whoever "
        "had this key may read all others: `axessctl root-key change`"_s);
    return code;
}
