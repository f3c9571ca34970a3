// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/exportformat.h"

#include "app/texts.h"

#include <axess/sessionlisting.h>

#include <QtCore/qdatetime.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qtimezone.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString timeText(qint64 at)
{
    if (at == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(at, QTimeZone::systemTimeZone()).toString(Qt::ISODate);
}

QByteArray jsonLine(const ListedSession &session)
{
    return QJsonDocument(toJson(session)).toJson(QJsonDocument::Compact);
}

} // namespace

QString exportedValue(const ListedSession &session, SessionField field)
{
    const SessionRow &row = session.row;
    switch (field) {
    case SessionField::User:
        return row.user.text();
    case SessionField::Tenant:
        return row.tenant.text();
    case SessionField::Level:
        return Texts::level(row.level);
    case SessionField::Life:
        return Texts::life(session.life);
    case SessionField::Created:
        return timeText(row.created);
    case SessionField::LastSeen:
        return timeText(row.lastSeen);
    case SessionField::Expires:
        return timeText(expiryOf(row));
    case SessionField::Client:
        return clientText(row.client);
    case SessionField::Id:
        return row.id.text();
    case SessionField::Key:
        return Texts::keyId(row.keyId);
    case SessionField::Address:
        return row.client.address;
    case SessionField::Device:
        return row.client.label.isEmpty() ? row.client.userAgent : row.client.label;
    case SessionField::SignedIn:
        return timeText(row.authenticatedAt);
    case SessionField::Size:
        return QString::number(row.payloadBytes);
    case SessionField::Revision:
        return QString::number(row.revision);
    }
    return {};
}

QString csvField(const QString &text, QChar delimiter)
{
    static const QString formulas = u"=+-@\t\r"_s;
    QString field = text;
    if (!field.isEmpty() && formulas.contains(field.front()))
        field.prepend(u'\'');
    const auto quotes
        = [delimiter](QChar c) { return c == delimiter || c == u'"' || c == u'\n' || c == u'\r'; };
    if (std::ranges::none_of(field, quotes))
        return field;
    return u'"' + field.replace(u'"', u"\"\""_s) + u'"';
}

QByteArray csvLine(const QStringList &values, QChar delimiter)
{
    QStringList fields;
    for (const QString &value : values)
        fields.append(csvField(value, delimiter));
    return fields.join(delimiter).toUtf8() + "\r\n";
}

QByteArray ExportFormat::begin() const
{
    if (kind == Kind::Json)
        return "[";
    if (kind == Kind::JsonLines)
        return {};
    QByteArray text = hasByteOrderMark ? "\xef\xbb\xbf"_ba : QByteArray();
    if (!hasHeader)
        return text;
    QStringList titles;
    for (const SessionField field : columns)
        titles.append(sessionColumnTitle(field));
    return text + csvLine(titles, delimiter);
}

QByteArray ExportFormat::rows(const QList<ListedSession> &sessions, bool first) const
{
    QByteArray text;
    for (const ListedSession &session : sessions) {
        switch (kind) {
        case Kind::Csv: {
            QStringList values;
            for (const SessionField field : columns)
                values.append(exportedValue(session, field));
            text += csvLine(values, delimiter);
            break;
        }
        case Kind::Json:
            text += (std::exchange(first, false) ? "\n" : ",\n") + jsonLine(session);
            break;
        case Kind::JsonLines:
            text += jsonLine(session) + '\n';
            break;
        }
    }
    return text;
}

QByteArray ExportFormat::end() const
{
    return kind == Kind::Json ? "\n]\n"_ba : QByteArray();
}

} // namespace Axess
