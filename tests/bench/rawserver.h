// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "subject.h"

#include <axess/storeurl.h>

// Loops over the drivers of servers: one connection a caller, prepared statements, one round trip an
// operation. Null if the server does not answer as it should.

/// libpq's own prepared statements with binary parameters and results.
std::unique_ptr<Subject> rawLibpqSubject(const Axess::StoreUrl &url, int rows);
/// QSqlQuery on Qt's driver QPSQL or QMYSQL.
std::unique_ptr<Subject> rawServerQtSqlSubject(const QString &driver, const Axess::StoreUrl &url, int rows);
/// GET and SET with a time to live, on hiredis.
std::unique_ptr<Subject> rawHiredisSubject(const Axess::StoreUrl &url, int rows);
