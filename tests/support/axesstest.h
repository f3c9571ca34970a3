// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QObject>
#include <QtTest/qtest.h>

/// The base of every test class: a warning that the test did not announce fails it.
///
/// Announce one with QTest::ignoreMessage. A class with an init() of its own calls AxessTest::init() first.
class AxessTest : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void init();
};
