// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "subject.h"

#include <QtCore/qlist.h>

#include <vector>

/// Operations a second of `callers` threads over about `milliseconds`; 0 if any answer was wrong.
double measure(Subject &subject, Operation operation, int callers, int milliseconds);

/// The medians of several subjects, measured in turn, round by round, so that what disturbs the machine
/// disturbs all.
QList<double> interleavedMedians(std::span<Subject *const> subjects, Operation operation, int callers,
                                 int rounds, int milliseconds);

double median(std::vector<double> values);
