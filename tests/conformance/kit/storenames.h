// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QStringList>

/// Which stores the kit's processes have made and not removed, in a file that all of them append to: a
/// process that crashes leaves its stores to the one that started it.
namespace StoreNames {

/// Where the file is. This process's, and of those that it starts.
void keepIn(const QString &file);

void add(const QString &name);
void remove(const QString &name);
/// Added and not removed, by whichever process.
QStringList left();

} // namespace StoreNames
