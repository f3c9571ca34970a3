// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#if defined(AXESS_BUILDING_METRICS)
#define AXESS_METRICS_EXPORT Q_DECL_EXPORT
#else
#define AXESS_METRICS_EXPORT Q_DECL_IMPORT
#endif
