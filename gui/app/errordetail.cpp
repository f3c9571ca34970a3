// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/errordetail.h"

#include <QtCore/qcoreapplication.h>

namespace Axess {

QString errorDetail(const Error &error)
{
    const QString code = errorCodeName(error.code());
    return QCoreApplication::translate("Axess::ErrorDetail",
                                       "%1: %2\nWhat helps: axessctl explain %1, or docs/errors.md")
        .arg(code, error.message());
}

} // namespace Axess
