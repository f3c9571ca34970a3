// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlconnection.h"

#include <axess/callrules.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

QString factOf(const QList<Fact> &facts, const QString &name)
{
    const auto fact = std::ranges::find(facts, name, &Fact::name);
    return fact == facts.cend() ? QString() : fact->value;
}

// MySQL's indexes stand inside of the tables' texts, the others' in statements of their own.
QString remedyFor(const SqlDialect &dialect, const QString &index)
{
    for (const QString &table : dialect.tables) {
        const qsizetype at = table.indexOf(u" KEY %1 ("_s.arg(index));
        if (at >= 0)
            return u"make it by ALTER TABLE %1 ADD%2)"_s.arg(table.section(u' ', 5, 5),
                                                             table.sliced(at).section(u')', 0, 0));
    }
    return u"axessctl schema upgrade makes it"_s;
}

} // namespace

// The database keeps its indexes in step with the rows itself; what can lack is a whole one. It is not made
// here: that locks the table for as long as it takes, which is for an operator to choose.
Result<VerifyStep> SqlConnection::verify(const VerifyRequest &request)
{
    if (const auto kept = CallRules::check(request); !kept)
        return std::unexpected(kept.error());
    if (!request.cursor.isEmpty())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"The cursor does not belong to this walk."_s));
    const auto facts = inspect();
    if (!facts)
        return std::unexpected(facts.error());
    VerifyStep step;
    step.sessions = factOf(*facts, u"sessions"_s).toLongLong();
    step.unreadable = factOf(*facts, u"unreadableRows"_s).toLongLong();
    if (step.unreadable > 0)
        step.remarks.append(
            u"%1 rows of sessions were altered so that nobody can have written them; find out who "
            "writes to the database."_s.arg(step.unreadable));
    const QString damage = factOf(*facts, u"integrity"_s);
    if (!damage.isEmpty() && damage != u"ok"_s && damage != u"unfinished"_s)
        step.remarks.append(
            u"The database is damaged: %1. Keep a copy of it, and restore a backup."_s.arg(damage));
    const QStringList missing = factOf(*facts, u"missingIndexes"_s).split(u", "_s, Qt::SkipEmptyParts);
    for (const QString &index : missing)
        step.remarks.append(u"The index %1 is missing; %2. It locks the table meanwhile."_s.arg(
            index, remedyFor(m_link->dialect(), index)));
    return step;
}

} // namespace Axess
