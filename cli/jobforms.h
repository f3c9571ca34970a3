// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/jobs.h>

// How jobs look as JSON and as words. Times are UTC milliseconds in JSON.

QJsonObject toJson(const Axess::JobInfo &job);
/// `running, pausing`, or why this program cannot work it off.
QString jobStateWord(const Axess::JobInfo &job);
QString jobProgressWord(const Axess::JobInfo &job); ///< `42 %, 1,200 rows/s, 12 s left`
/// Everything, a line each: title and value.
QList<QStringList> linesOf(const Axess::JobInfo &job);
