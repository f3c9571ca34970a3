// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtTest/qtest.h>

/// Fails the test with the error's own sentence unless the expression is a Result with a value.
#define VERIFY_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto &verifiedResult = (expression);                                                           \
        if (!verifiedResult.has_value())                                                                     \
            QFAIL(qPrintable(QStringLiteral(#expression " failed: ") + verifiedResult.error().message()));   \
    } while (false)

/// Declares `name` with the value of the Result, or fails the test with the error's sentence.
#define TAKE(name, expression)                                                                               \
    auto taken_##name = (expression);                                                                        \
    if (!taken_##name.has_value())                                                                           \
        QFAIL(qPrintable(QStringLiteral(#expression " failed: ") + taken_##name.error().message()));         \
    auto name = std::move(*taken_##name)

/// Fails the test unless the expression is a Result with an error of exactly this code.
#define VERIFY_FAILS(expression, expectedCode)                                                               \
    do {                                                                                                     \
        const auto &verifiedResult = (expression);                                                           \
        if (verifiedResult.has_value())                                                                      \
            QFAIL(#expression " succeeded, but " #expectedCode " was expected");                             \
        if (verifiedResult.error().code() != (expectedCode))                                                 \
            QFAIL(qPrintable(QStringLiteral(#expression " failed otherwise than by " #expectedCode ": ")     \
                             + verifiedResult.error().message()));                                           \
    } while (false)
