// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/QString>

/// A short name for lists, such as "Firefox on Linux"; "Unknown browser" for what is not known.
QString clientLabel(const QString &userAgent);
