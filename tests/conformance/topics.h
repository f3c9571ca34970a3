// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "conformancetest.h"

#include <QtCore/QStringList>

#include <memory>

/// The suite's topics: a class each, with its cases as slots.
QStringList topicNames();
/// Null for a name that is none.
std::unique_ptr<ConformanceTest> makeTopic(const QString &name, BackendsUnderTest &backends);

/// At the end of a topic's file: `topics.cpp` lists it.
#define CONFORMANCE_TOPIC(name, Class)                                                                       \
    std::unique_ptr<ConformanceTest> makeTopic_##name()                                                      \
    {                                                                                                        \
        return std::make_unique<Class>();                                                                    \
    }
