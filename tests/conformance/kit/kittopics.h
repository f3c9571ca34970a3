// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "topics.h"

/// The suite's topics, and the kit's own: races and faults.
QStringList kitTopicNames();
std::unique_ptr<ConformanceTest> makeKitTopic(const QString &name, BackendsUnderTest &backends);
/// The cases of a topic, in their order.
QStringList casesOf(const QString &topic);

std::unique_ptr<ConformanceTest> makeTopic_races();
std::unique_ptr<ConformanceTest> makeTopic_faults();
