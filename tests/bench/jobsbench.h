// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qstring.h>

class Report;

/// Rotating the key of `rows` sessions and copying them to another store of the same kind, against raw loops
/// of batches; what a load takes meanwhile, what the process holds, and ending a tenant's sessions by epoch.
/// `only` is a kind such as `postgres`; empty = all.
void benchJobs(Report &report, const QString &only, int rows);
