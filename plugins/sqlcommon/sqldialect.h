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

/// How statements learn which tenants' epochs were raised.
enum class SqlTenantEpochs : quint8 {
    Table, ///< From a table of the connection's own.
    Value, ///< From one more value of the statement: a JSON object of epochs by tenant, as text.
};

struct SealedRow;
struct SqlTexts;

/// What differs between databases, as data. The verbs are written once, in terms of it.
struct SqlDialect
{
    QString begin; ///< Of a transaction that writes.
    QString commit;
    QString rollback;
    QString greatest; ///< Name of the function of two numbers.
    QString least;
    QString serverTime; ///< A query of UTC milliseconds.
    SqlTenantEpochs tenantEpochs = SqlTenantEpochs::Table;
    QString tenantEpoch; ///< An expression: the raised epoch of the row's tenant, or NULL.
    /// An expression: when that was raised, or NULL; its value is a JSON object of times by tenant, as text.
    /// Empty where a statement cannot remove rows, write of them and answer them in one.
    QString tenantRaised;
    QString clearTenantEpochs; ///< Of the connection's own table.
    QString putTenantEpoch; ///< Values: tenant, epoch.
    /// Whether ranges of an index's last columns begin with the column before them, so that they fit no other
    /// index.
    bool leadsRanges = false;
    bool isFile = false; ///< The database is one: no connection can break.
    QString driverPackage; ///< What Debian calls the package of Qt's driver.
    QString lockSchema; ///< Makes others who create or upgrade wait until the end; empty where nobody can.
    QStringList tables; ///< What makes the schema; each does nothing where it stands already.
    QList<QStringList> upgrades; ///< From each version to the next, the first from version 1 to 2.
    QString tableExists; ///< A query of one number. Value: the table's name.
    int schemaVersion = 1; ///< What this program writes.
    int schemaReadableFrom = 1; ///< The lowest version of a program that reads what this one writes.

    /// What a column `data` holds beside the payload, as JSON; nothing where there is none. Null = no such
    /// column is written.
    QByteArray (*json)(const SealedRow &row) = nullptr;
    QString jsonPlace; ///< An expression with a place for it.

    /// Rewrites the statements that this database words in another way; they keep their values and order.
    void (*adapt)(SqlTexts &texts) = nullptr;
    /// The failure in the program's words.
    Error (*error)(const SqlFailure &failure, SqlStage stage) = nullptr;
    /// Whether the link is of no use after it.
    bool (*endsLink)(const SqlFailure &failure) = nullptr;
    /// Whether the transaction met another one, was rolled back and may be repeated; null = never.
    bool (*isCollision)(const SqlFailure &failure) = nullptr;
};

} // namespace Axess
