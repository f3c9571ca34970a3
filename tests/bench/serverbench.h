// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class Report;
struct BenchSize;

/// The engine on PostgreSQL, MariaDB and Valkey against loops over their drivers, on the servers of
/// AXESS_TEST_SERVERS, over TCP.
void benchServers(Report &report, const BenchSize &size);
