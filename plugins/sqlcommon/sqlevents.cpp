// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlevents.h"

#include "sqlreading.h"
#include "sqlrow.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const auto Listed
    = u"SELECT position, at, kind, end_reason, session_id, tenant_id, user_id, detail FROM axess_event"_s;

} // namespace

Result<void> SqlEvents::append(std::span<const Event> events)
{
    return m_link
        .each(m_link.texts().insertEvent, events.size(),
              [&](size_t i, SqlValues &values) {
                  const Event &event = events[i];
                  values = {event.at,
                            qint64(event.kind),
                            qint64(event.endReason),
                            SqlBytes {event.session.view()},
                            SqlText {event.tenant.utf8()},
                            SqlText {event.user.utf8()},
                            event.detail};
              })
        .transform([](const QList<qint64> &) {});
}

Result<void> SqlEvents::appendOfRows(std::span<const Event> events)
{
    return m_link
        .each(m_link.texts().insertRowEvent, events.size(),
              [&](size_t i, SqlValues &values) {
                  const Event &event = events[i];
                  values = {event.at, qint64(event.kind), qint64(event.endReason), event.detail,
                            SqlBytes {event.session.view()}};
              })
        .transform([](const QList<qint64> &) {});
}

Result<QList<Event>> SqlEvents::behind(qint64 position, int limit)
{
    return listed(Listed + u" WHERE position > ? ORDER BY position LIMIT ?"_s, SqlValues {position}, limit);
}

Result<QList<Event>> SqlEvents::ofUser(const TenantId &tenant, const UserId &user, int limit)
{
    return listed(Listed + u" WHERE tenant_id = ? AND user_id = ? ORDER BY position DESC LIMIT ?"_s,
                  SqlValues {SqlText {tenant.utf8()}, SqlText {user.utf8()}}, limit);
}

Result<qint64> SqlEvents::trim(qint64 before, int limit)
{
    return m_link.change(u"DELETE FROM axess_event WHERE position IN"
                         " (SELECT position FROM axess_event WHERE at < ? ORDER BY at, position LIMIT ?)"_s,
                         SqlValues {before, qint64(limit)});
}

Result<QList<Event>> SqlEvents::listed(const QString &text, const SqlValues &values, int limit)
{
    return readUpTo<Event>(limit, m_link, text, values, SqlRow::readEvent);
}

} // namespace Axess
