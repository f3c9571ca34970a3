// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qstring.h>

class Report;
struct BenchSize;

/// The engine on PostgreSQL, MariaDB and Valkey against loops over their drivers, on the servers of
/// AXESS_TEST_SERVERS, over TCP; on just one if its set-up is named. With
/// `large` rows also among so many.
void benchServers(Report &report, const BenchSize &size, const QString &only, int large);
