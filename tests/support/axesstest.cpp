// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include <QtCore/QRegularExpression>

void AxessTest::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
}
