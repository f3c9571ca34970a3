// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "sqlstatement.h"

#include <axess/result.h>

#include <QtCore/qstringlist.h>

namespace Axess {

/// When a statement failed.
enum class SqlStage : quint8 {
    Statement, ///< What was begun is rolled back.
    Commit, ///< It may have been kept.
};

/// What differs between databases, as data. The verbs are written once, in terms of it.
struct SqlDialect
{
    QString begin; ///< Of a transaction that writes.
    QString commit;
    QString rollback;
    QString greatest; ///< Name of the function of two numbers.
    QString least;
    QString serverTime; ///< A query of UTC milliseconds.
    QString
        clearTenantEpochs; ///< Of the connection's own table that statements compare tenants' epochs with.
    QString putTenantEpoch; ///< Values: tenant, epoch.
    QStringList tables; ///< What makes the schema; each does nothing where it stands already.
    QList<QStringList> upgrades; ///< From each version to the next, the first from version 1 to 2.
    QString tableExists; ///< A query of one number. Value: the table's name.
    int schemaVersion = 1; ///< What this program writes.
    int schemaReadableFrom = 1; ///< The lowest version of a program that reads what this one writes.

    /// The failure in the program's words.
    Error (*error)(const SqlFailure &failure, SqlStage stage) = nullptr;
    /// Whether the link is of no use after it.
    bool (*endsLink)(const SqlFailure &failure) = nullptr;
};

} // namespace Axess
