// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "countingjob.h"

#include <axess/sessionstore.h>

#include <cstdio>

/// What the test of killed workers and its worker process must agree on.
namespace KilledJobs {

constexpr int Rows = 20'000;
constexpr int RowsPerSecond = 4'000; // Four steps a second.
constexpr int RowsPerStep = 1'000;
constexpr std::chrono::milliseconds Lease {1'000};

// Of rotations, which die at every step: whoever comes next need not wait for long.
constexpr std::chrono::milliseconds RotationLease {300};
constexpr std::chrono::milliseconds RotationLag {100};
constexpr std::chrono::milliseconds RotationDeadline {5'000};

inline Axess::RootKey rootKey()
{
    const QByteArray bytes = QByteArrayLiteral("the root key of the killed jobs!");
    static_assert(Axess::RootKey::Size == 32);
    return Axess::RootKey::fromBytes(Axess::SecretBytes(QByteArrayView(bytes)));
}

/// Tells it on standard error; what a worker's main returns then.
inline int complain(const Axess::Error &error)
{
    std::fprintf(stderr, "%s: %s\n", qPrintable(Axess::errorCodeName(error.code())),
                 qPrintable(error.message()));
    return 1;
}

} // namespace KilledJobs
