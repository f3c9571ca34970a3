// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QString>

/// A process that works on sessions until it is killed: it says on its standard output what has been
/// acknowledged, before it goes on. The program's exit code, if it ever ends.
int writeUntilKilled(const QString &storeUrl, const QString &keyPath);
