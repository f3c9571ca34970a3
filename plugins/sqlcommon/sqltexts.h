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
    BySize removeRows; ///< Answers what there was.
    QString removeEnded;
    QString insertEvent;
    QString insertRowEvent; ///< With tenant and user of the row.
    QString userGeneration;
    QString liveSessions; ///< Of a user.

    QString endedBySweep;
    QString endedByStoreEpoch;
    QString endedByTenantEpoch;
    QString endedByMark;
    QString dropTombstones;

    QString installRow;
    QString overwriteRow;
    BySize tombstones;
    QString insertTombstone;

private:
    void setRowTexts(const SqlDialect &dialect, const QString &alive);
    void setEndTexts(const QString &unended);
    void setFollowerTexts(const SqlDialect &dialect);
};

} // namespace Axess
