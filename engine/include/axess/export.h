// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#if defined(AXESS_STATIC)
#define AXESS_EXPORT
#elif defined(AXESS_BUILDING_ENGINE)
#define AXESS_EXPORT Q_DECL_EXPORT
#else
#define AXESS_EXPORT Q_DECL_IMPORT
#endif

// What only Axess's own tests may call: no part of the library's surface in a build without tests.
#if !defined(AXESS_BUILDING_ENGINE) || defined(AXESS_EXPORT_FOR_TESTS)
#define AXESS_TEST_EXPORT AXESS_EXPORT
#else
#define AXESS_TEST_EXPORT
#endif
