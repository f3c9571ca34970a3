// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/person.h"

#include <QtCore/qsysinfo.h>

namespace Axess {

using namespace Qt::StringLiterals;

QString personHere()
{
    constexpr qsizetype longest = 60; // What jobs and the audit trail have room for.
    return u"%1@%2"_s.arg(qEnvironmentVariable("USER", u"console"_s), QSysInfo::machineHostName())
        .left(longest);
}

} // namespace Axess
