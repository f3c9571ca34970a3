// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QString>

/// Looks whether the backend of the environment's URL can be tried at all: its plugin is there, a store can
/// be made, is empty, and another name is another store. Says on standard output what it is and, in a line of
/// its own, "persistent" if a process could read what another one had left; or in one sentence why not. The
/// program's exit code.
int tryOut();
/// A process of that: writes into a new store what is to be found there, and ends.
int leaveWord(const QString &storeUrl);
