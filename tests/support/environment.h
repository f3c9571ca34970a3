// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QtEnvironmentVariables>

/// A whole number from the environment, so that one test serves a quick run and a long one.
inline int numberFrom(const char *variable, int byDefault)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber ? number : byDefault;
}
