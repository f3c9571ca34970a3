// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqldialect.h"

#include <array>

namespace Axess {

/// Sets of ids are asked for in a few sizes, so that each statement is prepared once; the last id is
/// repeated.
class SqlIdSets
{
public:
    static constexpr std::array<int, 4> Sizes {1, 4, 16, 64};

    /// The smallest size that holds `count` ids, as an index of Sizes.
    static size_t sizeFor(qsizetype count);
};

/// The statements of the verbs in one dialect.
struct SqlTexts
{
    using BySize = std::array<QString, SqlIdSets::Sizes.size()>;

    /// How exactly statements judge whether a row has ended.
    enum class Tenants : quint8 { NoneRaised, SomeRaised };

    SqlTexts(const SqlDialect &dialect, Tenants tenants);

    QString insertRow;
    BySize loadRows;
    BySize describeRows; ///< Without payloads.
    QString saveRow; ///< Touches no index.
    QString replaceRow;
    QString touchRow; ///< Touches no index.
    QString touchRowAndSweep;
    QString resealRow;
    QString revokeRow;
    QString markStands; ///< Changes nothing; counts a row that has exactly this mark already.
    QString restoreRow;
    BySize removeRows; ///< Answers what there was, if `lockRows` does not.
    BySize lockRows; ///< What there is, kept from others until the end; empty where removeRows answers.
    QString removeEnded;
    QString userGeneration;
    QString liveSessions; ///< Of a user.
    QString raiseUser;
    QString putGeneration; ///< Never lowers.
    QString lockUser; ///< Makes others of the user wait until the end; empty where nobody else writes.
    QString lockedGeneration; ///< The same after that, or at once; answers the generation.
    QString tenantsFrom; ///< Tenants that have rows, from this name on.
    QString tenantsBehind; ///< Behind this name.

    QString insertEvent;
    QString insertRowEvent; ///< With tenant and user of the row.
    QString trimEvents;
    // Where several write at once, positions are not committed in their order. Empty elsewhere.
    QString beforeEvents; ///< Runs once in each transaction before its first event. No values.
    QString eventsEnd; ///< The last position that was given away. No values.
    QString eventsSettled; ///< Up to where all are committed or rolled back. Values: that end, twice.

    QString insertDocument;
    QString lockLogs; ///< Makes others who append wait until the end; empty where nobody else writes.
    QString insertLogEntry;

    /// What has ended, by each of the causes; the last value is the most rows.
    struct Ended
    {
        QString bySweep; ///< Values: now, now, now.
        QString byMark; ///< Value: now.
        QString byStoreEpoch; ///< Values: when it was raised, the epoch.
        QString byTenantEpoch; ///< Values: tenant, when it was raised, the epoch.
    };
    Ended findEnded; ///< Answers what SqlRow::readEnded reads.
    /// Removes them, writes their events and answers what there was: id, tenant, user, reason. Behind the
    /// values are those of removeEnded but its id, and those of SqlSweep. Empty where no statement can.
    Ended sweepEnded;
    QString dropTombstones;

    QString installRow;
    QString overwriteRow;
    BySize tombstones;
    QString insertTombstone;
    /// What installRow does to rows without a tombstone, where it is worth looking for those first: many such
    /// rows are one statement. May be empty.
    QString installUnburied;
    QString lockFollowed; ///< Makes others who install or bury this id wait until the end; may be empty.

private:
    void setRowTexts(const SqlDialect &dialect, const QString &alive);
    void setListTexts(const QString &alive);
    void setUserTexts(const SqlDialect &dialect);
    void setEndTexts(const SqlDialect &dialect, const QString &unended);
    void setSweepTexts(const SqlDialect &dialect, const QString &unended, Tenants tenants);
    void setFollowerTexts(const SqlDialect &dialect);
};

} // namespace Axess
