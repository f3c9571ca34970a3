// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QStringList>

/// What is promised of sessions on every backend, and which case of the suite, the races and the faults tries
/// which.
namespace Promises {

inline constexpr int Count = 10;

/// "No resurrection", by its number from 1.
QString title(int promise);
/// What it means, in one sentence.
QString meaning(int promise);
/// The one that a case tries first of all: each case stands under one.
int of(const QString &topic, const QString &function);
/// `topic.function` of all that are named apart from their topic.
QStringList named();

} // namespace Promises
