// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// raceworker URL KEY-FILE: a process that races with others.

#include "raceactor.h"

#include <QtCore/QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return raceAsProcess(application.arguments().value(1), application.arguments().value(2));
}
