// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/copyforms.h"

#include <axess/sessionlisting.h>
#include <axess/storeurl.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

bool isPlain(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
        || u"_-./:=@,+"_s.contains(c);
}

QString oneLine(QString text)
{
    return text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
}

QString withoutPassword(const QString &url)
{
    const Result<StoreUrl> parsed = StoreUrl::parse(url);
    return parsed ? parsed->displayText() : QString();
}

} // namespace

QString CopyForms::shellWord(const QString &text)
{
    if (!text.isEmpty() && std::ranges::all_of(text, isPlain))
        return text;
    QString quoted = text;
    return u'\'' + quoted.replace(u'\'', u"'\\''"_s) + u'\'';
}

QString CopyForms::ids(const QList<ListedSession> &sessions)
{
    QStringList lines;
    for (const ListedSession &session : sessions)
        lines.append(session.row.id.text());
    return lines.join(u'\n');
}

QString CopyForms::rows(const QList<ListedSession> &sessions, const QList<SessionField> &columns)
{
    QStringList lines;
    for (const ListedSession &session : sessions) {
        QStringList fields;
        for (const SessionField field : columns)
            fields.append(oneLine(exportedValue(session, field)));
        lines.append(fields.join(u'\t'));
    }
    return lines.join(u'\n');
}

QString CopyForms::json(const QList<ListedSession> &sessions)
{
    if (sessions.size() == 1)
        return QString::fromUtf8(QJsonDocument(toJson(sessions.constFirst())).toJson());
    QJsonArray array;
    for (const ListedSession &session : sessions)
        array.append(toJson(session));
    return QString::fromUtf8(QJsonDocument(array).toJson());
}

QString CopyForms::commands(const StoreAddress &store, const QList<ListedSession> &sessions,
                            const SessionSearch &search)
{
    QString command = u"axessctl --store "_s + shellWord(withoutPassword(store.url));
    if (!store.rootKeyFile.isEmpty())
        command += u" --root-key-file "_s + shellWord(store.rootKeyFile);
    if (sessions.isEmpty())
        return command + u" session list --search "_s + shellWord(search.text());
    QStringList lines;
    for (const ListedSession &session : sessions)
        lines.append(command + u" session show "_s + session.row.id.text());
    return lines.join(u'\n');
}

} // namespace Axess
