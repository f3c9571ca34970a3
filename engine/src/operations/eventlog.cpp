// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "eventlog_p.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int mostAttempts = 8; // Of two who trim at once one goes on.

qint64 positionIn(const std::optional<StoredDocument> &document)
{
    return document ? QJsonDocument::fromJson(document->bytes).object().value(u"upTo"_s).toInteger() : 0;
}

} // namespace

Result<QList<Event>> EventLog::behind(qint64 position, int limit)
{
    return m_storage.run(Verb::Events, deadline(), [&](StorageConnection &connection) {
        auto events = connection.events(position, limit);
        m_isHeldBack = connection.isHeldBack();
        return events;
    });
}

Result<std::optional<Event>> EventLog::firstBehind(qint64 position)
{
    return behind(position, 1).transform([](const QList<Event> &events) {
        return events.isEmpty() ? std::nullopt : std::optional(events.constFirst());
    });
}

// By doubling steps, then halving what is left.
Result<Event> EventLog::last(const Event &first, qint64 step)
{
    Event known = first; // Here, or behind it.
    bool isGrowing = true;
    while (step > 0) {
        const auto next = firstBehind(known.position + step);
        if (!next)
            return std::unexpected(next.error());
        if (*next)
            known = **next;
        isGrowing = isGrowing && *next;
        step = isGrowing ? step * 2 : step / 2;
    }
    return firstBehind(known.position).transform([&](const std::optional<Event> &next) {
        return next.value_or(known);
    });
}

Result<qint64> EventLog::forgotten()
{
    return readDocument(m_storage, DocumentName::EventsForgotten.toString(), deadline())
        .transform(positionIn);
}

Result<void> EventLog::markForgotten(qint64 upTo)
{
    const QString name = DocumentName::EventsForgotten.toString();
    const QByteArray bytes = QJsonDocument(QJsonObject {{u"upTo"_s, upTo}}).toJson(QJsonDocument::Compact);
    for (int attempt = 1;; ++attempt) {
        const auto stands = readDocument(m_storage, name, deadline());
        if (!stands)
            return std::unexpected(stands.error());
        if (positionIn(*stands) >= upTo)
            return {};
        const auto put = putDocument(m_storage, name, bytes, *stands ? (*stands)->revision : 0, deadline());
        if (put)
            return {};
        if (put.error().code() != ErrorCode::Conflict || attempt == mostAttempts)
            return std::unexpected(put.error());
    }
}

} // namespace Axess
