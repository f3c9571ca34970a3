// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "mysqloptions.h"

#include <QtSql/qsqldatabase.h>

typedef struct st_mysql MYSQL;

namespace Axess::MysqlServer {

/// Tells Qt's driver how to reach the server; names are resolved when it is opened.
void describe(QSqlDatabase &database, const MysqlOptions &options, const Deadline &deadline);
/// Whether Qt's driver, once loaded, calls the same library as this plugin: else its handle must not be
/// touched.
bool sharesLibrary();
/// Takes away the limits that were for connecting: calls have deadlines of their own.
void liftTimeLimits(MYSQL *handle);
/// Whether the connection is as safe as the options want it. Denied with a sentence.
Result<void> checkTls(MYSQL *handle, const MysqlOptions &options);

/// Older ones, and those that others understand by the name, are Unsupported.
Result<void> checkVersion(const QString &version);
/// Without it the server would cut what does not fit. Unsupported.
Result<void> checkModes(const QString &modes);

} // namespace Axess::MysqlServer
