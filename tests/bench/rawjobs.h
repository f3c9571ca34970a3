// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storeurl.h>

#include <QtCore/qstring.h>

/// Rows a second; 0 = it failed.
struct RawJobRates
{
    double reseal = 0; ///< Read a thousand payloads, write each anew, commit.
    double copy = 0; ///< Read a thousand rows, write them into another table, commit.
};

/// Loops of batches over Qt's driver, on a copy of the sessions that a store holds: the same columns and
/// indexes. `driver` is QSQLITE, QPSQL or QMYSQL.
RawJobRates rawSqlJobs(const QString &driver, const Axess::StoreUrl &url);
/// The same with GET and SET on hiredis, a thousand in one pipeline, of values of one kilobyte.
RawJobRates rawValkeyJobs(const Axess::StoreUrl &url, int rows);
