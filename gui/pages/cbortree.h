// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qcborvalue.h>
#include <QtCore/qstring.h>

class QTreeWidgetItem;

namespace Axess {

/// One value of session data as rows of a tree (name, value, type); maps and arrays become branches.
QTreeWidgetItem *cborItem(const QString &name, const QCborValue &value);
/// By the name's look a value that should not be read over somebody's shoulder.
bool looksSecret(const QString &name);

} // namespace Axess
