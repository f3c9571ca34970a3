// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "decoratedconnection.h"

#include <QtCore/QStringList>

/// The ways in which a BrokenBackend's stores are wrong.
QStringList wrongWays();
/// The connection, made wrong in that way.
std::unique_ptr<Axess::StorageConnection> makeWrong(const QString &way,
                                                    std::unique_ptr<Axess::StorageConnection> connection);
