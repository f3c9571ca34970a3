// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/timetexts.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qlocale.h>
#include <QtCore/qtimezone.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Second = 1000;
constexpr qint64 Minute = 60 * Second;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

QString offset(const QDateTime &local)
{
    const int minutes = local.offsetFromUtc() / 60;
    return u"%1%2:%3"_s.arg(QChar(minutes < 0 ? u'-' : u'+'))
        .arg(std::abs(minutes) / 60, 2, 10, QChar(u'0'))
        .arg(std::abs(minutes) % 60, 2, 10, QChar(u'0'));
}

} // namespace

QString TimeTexts::dateTime(qint64 at)
{
    if (at == 0)
        return tr("never");
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(at);
    return u"%1 %2"_s.arg(QLocale().toString(local, tr("d MMM yyyy, HH:mm:ss", "format of a date with time")),
                          offset(local));
}

QString TimeTexts::brief(qint64 at, qint64 now)
{
    if (at == 0)
        return tr("never");
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(at);
    const bool today = local.date() == QDateTime::fromMSecsSinceEpoch(now).date();
    return QLocale().toString(local,
                              today ? tr("HH:mm:ss", "format of a time of today")
                                    : tr("d MMM HH:mm", "format of a time of another day"));
}

QString TimeTexts::ago(qint64 at, qint64 now)
{
    if (at == 0)
        return tr("never");
    if (now - at < 10 * Second && at - now < 10 * Second)
        return tr("just now");
    if (at > now)
        return tr("in %1").arg(duration(at - now));
    return tr("%1 ago").arg(duration(now - at));
}

QString TimeTexts::remaining(qint64 at, qint64 now)
{
    if (at > now)
        return tr("in %1").arg(duration(at - now));
    return tr("over since %1").arg(duration(now - at));
}

QString TimeTexts::duration(qint64 milliseconds)
{
    if (milliseconds < Minute)
        return tr("%1 s").arg(milliseconds / Second);
    if (milliseconds < Hour)
        return tr("%1 min").arg(milliseconds / Minute);
    if (milliseconds < Day) {
        const qint64 minutes = milliseconds % Hour / Minute;
        const QString hours = tr("%1 h").arg(milliseconds / Hour);
        return minutes == 0 ? hours : tr("%1 %2 min").arg(hours).arg(minutes);
    }
    return tr("%n day(s)", nullptr, int(milliseconds / Day));
}

QString TimeTexts::toolTip(qint64 at, qint64 now)
{
    if (at == 0)
        return tr("never");
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(at, QTimeZone::UTC);
    return u"%1\n%2\n%3"_s.arg(dateTime(at), tr("%1 UTC").arg(utc.toString(u"yyyy-MM-dd HH:mm:ss"_s)),
                               ago(at, now));
}

QString TimeTexts::both(qint64 at, qint64 now)
{
    if (at == 0)
        return tr("never");
    return u"%1 · %2"_s.arg(ago(at, now), dateTime(at));
}

QString TimeTexts::twoLines(qint64 at, qint64 now)
{
    if (at == 0)
        return tr("never");
    return u"%1\n%2"_s.arg(ago(at, now), dateTime(at));
}

} // namespace Axess
