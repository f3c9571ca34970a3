// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/desktopentry.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

namespace Axess {

using namespace Qt::StringLiterals;

QString DesktopEntry::quoted(const QString &path)
{
    QString text;
    for (const QChar c : path) {
        // Once for the argument, once more for the value of a key; a percent sign would begin a field code.
        if (c == u'\\')
            text += u"\\\\\\\\"_s;
        else if (c == u'"' || c == u'`' || c == u'$')
            text += u"\\\\"_s + c;
        else
            text += c == u'%' ? u"%%"_s : QString(c);
    }
    return u'"' + text + u'"';
}

QByteArray DesktopEntry::forInstallation(const QString &pattern, const QString &prefix)
{
    QFile file(pattern);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString icon = prefix + u"/share/org.axess.Console.svg"_s;
    icon.replace(u'\\', u"\\\\"_s);
    QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(u'\n');
    for (QString &line : lines) {
        if (line.startsWith("Exec="_L1))
            line = u"Exec="_s + quoted(prefix + u"/bin/axess-console"_s);
        else if (line.startsWith("Icon="_L1))
            line = u"Icon="_s + icon;
    }
    lines << u"Actions=uninstall;"_s << QString() << u"[Desktop Action uninstall]"_s << u"Name=Uninstall"_s
          << u"Name[de]=Deinstallieren"_s
          << u"Exec="_s + quoted(prefix + u"/bin/axess-setup"_s) + u" --uninstall"_s << QString();
    return lines.join(u'\n').toUtf8();
}

} // namespace Axess
