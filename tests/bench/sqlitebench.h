// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class Report;

struct BenchSize
{
    int rounds = 5;
    int milliseconds = 250; ///< Of each round.
    int rows = 4096;
    bool operationsOnly = false;
};

/// The engine plain and sealed on memory.
void benchMemoryStore(Report &report, const BenchSize &size);
/// Raw C loop, raw QtSql loop, engine plain and sealed on SQLite: the targets of design.
void benchSqlite(Report &report, const BenchSize &size);
/// Loading among a million rows against loading among a thousand.
void benchLarge(Report &report, const BenchSize &size, int rows);
