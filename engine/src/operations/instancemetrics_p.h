// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/instancemetrics.h>

namespace Axess {

/// As an instance's document tells it: InstanceInfo::counters. Verbs that were never called are left out.
AXESS_TEST_EXPORT QJsonObject encodeMetrics(const MetricsSnapshot &metrics);

} // namespace Axess
