// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "context.h"

/// The options by which `session list` and `session revoke` choose: one filter, shown first and acted on
/// then.
void addFilterOptions(QCommandLineParser &parser);
Axess::Result<Axess::SessionFilter> filterFrom(const Context &context);
/// The time that the option names, UTC milliseconds; nothing where it is not given.
Axess::Result<std::optional<qint64>> timeOf(const Context &context, const QString &option);
/// Whether any of them was given.
bool hasFilter(const Context &context);
