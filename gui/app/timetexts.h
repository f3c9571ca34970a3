// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qcoreapplication.h>

namespace Axess {

/// Times as people read them. All arguments are UTC milliseconds; 0 is "never".
///
/// One zone is shown, the desktop's, always with its offset where the whole time stands.
class TimeTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::TimeTexts)

public:
    static QString dateTime(qint64 at); ///< 26 Nov 2026, 14:02:11 +01:00
    static QString brief(qint64 at, qint64 now); ///< 14:02:11 today, else 26 Nov 14:02
    static QString ago(qint64 at, qint64 now); ///< 3 min ago
    static QString remaining(qint64 at, qint64 now); ///< in 27 min; over for 2 h
    static QString duration(qint64 milliseconds); ///< 27 min
    static QString toolTip(qint64 at, qint64 now); ///< Local, UTC and relative, a line each.
    static QString both(qint64 at, qint64 now); ///< 3 min ago · 26 Nov 2026, 14:02:11 +01:00
    static QString twoLines(qint64 at, qint64 now); ///< The same below each other.
};

} // namespace Axess
