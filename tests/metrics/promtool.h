// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qstring.h>

/// What `promtool check metrics` complains of in a scrape; empty if it finds nothing. No promtool is a
/// complaint, too.
QString promtoolComplaint(const QByteArray &scrape);
