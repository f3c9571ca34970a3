// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storeaddress.h"

#include <axess/storeurl.h>

#include <QtCore/qfileinfo.h>
#include <QtCore/qregularexpression.h>

namespace Axess {

using namespace Qt::StringLiterals;

StoreAddress StoreAddress::fromTyped(const QString &urlOrFile, const QString &rootKeyFile)
{
    const QString typed = urlOrFile.trimmed();
    static const QRegularExpression scheme(u"^[A-Za-z][A-Za-z0-9+.-]*:"_s);
    // A file wins over a scheme: "shop:2.db" may well be a file.
    if (typed.isEmpty() || (scheme.match(typed).hasMatch() && !QFileInfo::exists(typed)))
        return {typed, rootKeyFile.trimmed()};
    // Without password or host nothing is hidden here, so displayText is the URL itself.
    return {StoreUrl::forFile(QFileInfo(typed).absoluteFilePath()).displayText(), rootKeyFile.trimmed()};
}

} // namespace Axess
