// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/accountmodes.h>

#include "session/storecore_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const QStringList &modeNames()
{
    static const QStringList names {u"viewer"_s, u"support"_s, u"operator"_s, u"admin"_s};
    return names;
}

struct Right
{
    std::optional<bool> AccountRights::*right;
    const char *name;
    AccountMode from; ///< The first mode that has it.
    const char *has; ///< The account …
    const char *lacks;
};

// What an account may read of payloads only matters where it is more than its mode: who looks after a store
// can do so without.
constexpr Right Rights[] {
    {&AccountRights::readPayloads, "readPayloads", AccountMode::Operator, "It reads sessions' data.",
     "It does not read sessions' data."},
    {&AccountRights::endSessions, "endSessions", AccountMode::Support, "It ends sessions.",
     "It cannot end sessions."},
    {&AccountRights::writeSessions, "writeSessions", AccountMode::Operator,
     "It inserts sessions, or alters them.", "It cannot write sessions."},
    {&AccountRights::removeSessions, "removeSessions", AccountMode::Operator, "It removes sessions.",
     "It cannot remove sessions, so it cannot sweep."},
    {&AccountRights::writeDocuments, "writeDocuments", AccountMode::Operator,
     "It writes keys, jobs and what all instances agree on.", "It cannot submit jobs or change keys."},
    {&AccountRights::changeSchema, "changeSchema", AccountMode::Admin, "It changes the schema.",
     "It cannot upgrade the schema."},
};

QList<RightFinding> findings(const AccountRights &rights, AccountMode mode, bool wanted)
{
    QList<RightFinding> found;
    for (const Right &right : Rights) {
        const bool isOfMode = mode >= right.from;
        if (isOfMode != wanted || rights.*right.right != !wanted)
            continue;
        found.append({QString::fromLatin1(right.name), QString::fromUtf8(wanted ? right.lacks : right.has)});
    }
    return found;
}

} // namespace

QString accountModeName(AccountMode mode)
{
    return modeNames().value(qsizetype(mode));
}

std::optional<AccountMode> accountModeFrom(const QString &name)
{
    const qsizetype place = modeNames().indexOf(name);
    return place < 0 ? std::nullopt : std::optional(AccountMode(place));
}

Result<AccountRights> accountRights(SessionStore &store)
{
    StoreCore &core = store.core();
    return core.storage().run(Verb::Inspect, core.deadline(),
                              [](StorageConnection &connection) { return connection.rights(); });
}

QList<RightFinding> rightsBeyond(const AccountRights &rights, AccountMode mode)
{
    return findings(rights, mode, false);
}

QList<RightFinding> rightsLacking(const AccountRights &rights, AccountMode mode)
{
    return findings(rights, mode, true);
}

} // namespace Axess
