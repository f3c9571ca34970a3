// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class Report;

struct BenchSize
{
    int rounds = 5;
    int milliseconds = 250; ///< Of each round.
    int rows = 4096;
};

/// Raw C loop, raw QtSql loop, engine plain and sealed on SQLite, and the engine on memory: the targets of
/// design.
void benchStores(Report &report, const BenchSize &size);
/// Loading among a million rows against loading among a thousand.
void benchLarge(Report &report, const BenchSize &size, int rows);
