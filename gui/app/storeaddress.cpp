// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storeaddress.h"

#include <axess/storeurl.h>

#include <QtCore/qdir.h>
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

QString StoreAddress::markedName() const
{
    if (environment == Environment::Unmarked)
        return shortName();
    return u"%1 (%2)"_s.arg(shortName(), EnvironmentTexts::label(environment).toUpper());
}

QString StoreAddress::shortName() const
{
    const Result<StoreUrl> parsed = StoreUrl::parse(url);
    if (!parsed)
        return {};
    if (parsed->backend() == "sqlite"_L1) {
        const QFileInfo file(parsed->path());
        const QString folder = file.absoluteDir().dirName();
        return folder.isEmpty() ? file.fileName() : u"%1/%2"_s.arg(folder, file.fileName());
    }
    if (parsed->hosts().isEmpty())
        return parsed->backend();
    const StoreUrl::Host &host = parsed->hosts().constFirst();
    const QString name = host.port == 0 ? host.name : u"%1:%2"_s.arg(host.name).arg(host.port);
    // Valkey numbers its databases, and tells several stores in one of them apart by what their keys begin
    // with.
    QStringList parts {name, parsed->path(), parsed->option(u"db"_s).value_or(QString()),
                       parsed->option(u"prefix"_s).value_or(QString())};
    parts.removeAll(QString());
    return parts.join(u'/');
}

} // namespace Axess
