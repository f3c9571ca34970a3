// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QtEnvironmentVariables>
#include <QtCore/qtypes.h>

#include <algorithm>

/// A whole number from the environment, so that one test serves a quick run and a long one. Of what a soak
/// sets AXESS_SOAK_PERCENT takes a part.
inline int numberFrom(const char *variable, int byDefault)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(variable, &isNumber);
    if (!isNumber)
        return byDefault;
    bool isPart = false;
    const int percent = qEnvironmentVariableIntValue("AXESS_SOAK_PERCENT", &isPart);
    return isPart ? std::max(1, int(qint64(number) * percent / 100)) : number;
}
