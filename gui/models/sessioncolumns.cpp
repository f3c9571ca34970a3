// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/sessioncolumns.h"

#include "app/texts.h"
#include "app/timetexts.h"

#include <QtCore/qlocale.h>

#include <algorithm>
#include <array>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString lifeText(const SessionCell &cell)
{
    if (cell.endedHere)
        return QCoreApplication::translate("Axess::SessionColumns", "Logged out by you");
    return Texts::state(cell.session, cell.now);
}

QString expiresText(const SessionCell &cell)
{
    if (cell.session.life == Life::Revoked || cell.endedHere)
        return u"–"_s;
    return TimeTexts::remaining(expiryOf(cell.session.row), cell.now);
}

QString lifeTip(const SessionCell &cell)
{
    const auto &mark = cell.session.row.revocation;
    if (!mark)
        return lifeText(cell);
    const QString reason = mark->reason.isEmpty() ? QString() : u"\n"_s + mark->reason;
    return u"%1: %2%3"_s.arg(lifeText(cell), TimeTexts::dateTime(mark->at), reason);
}

QString clientTip(const SessionCell &cell)
{
    const ClientInfo &client = cell.session.row.client;
    QStringList lines {client.label, client.address, client.userAgent};
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString deviceText(const SessionCell &cell)
{
    const ClientInfo &client = cell.session.row.client;
    return client.label.isEmpty() ? client.userAgent : client.label;
}

QString signedInText(const SessionRow &row, qint64 now)
{
    return row.authenticatedAt == 0 ? u"–"_s : TimeTexts::brief(row.authenticatedAt, now);
}

constexpr std::array Columns {
    SessionColumn {"user", QT_TRANSLATE_NOOP("Axess::SessionColumns", "User"),
                   [](const SessionCell &cell) { return Texts::userName(cell.session.row.user); }, nullptr},
    SessionColumn {"tenant", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Tenant"),
                   [](const SessionCell &cell) { return cell.session.row.tenant.text(); }, nullptr},
    SessionColumn {"level", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Level"),
                   [](const SessionCell &cell) { return Texts::level(cell.session.row.level); }, nullptr},
    SessionColumn {"state", QT_TRANSLATE_NOOP("Axess::SessionColumns", "State"), lifeText, lifeTip},
    SessionColumn {
        "created", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Created"),
        [](const SessionCell &cell) { return TimeTexts::brief(cell.session.row.created, cell.now); },
        [](const SessionCell &cell) { return TimeTexts::toolTip(cell.session.row.created, cell.now); }},
    SessionColumn {
        "seen", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Last seen"),
        [](const SessionCell &cell) { return TimeTexts::ago(cell.session.row.lastSeen, cell.now); },
        [](const SessionCell &cell) { return TimeTexts::toolTip(cell.session.row.lastSeen, cell.now); },
        true},
    SessionColumn {
        "expires", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Expires"), expiresText,
        [](const SessionCell &cell) { return TimeTexts::toolTip(expiryOf(cell.session.row), cell.now); },
        true},
    SessionColumn {"client", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Client"),
                   [](const SessionCell &cell) { return clientText(cell.session.row.client); }, clientTip},
    SessionColumn {"id", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Id"),
                   [](const SessionCell &cell) { return Texts::shortId(cell.session.row.id); },
                   [](const SessionCell &cell) { return cell.session.row.id.text(); }},
    SessionColumn {"key", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Key"),
                   [](const SessionCell &cell) { return Texts::keyId(cell.session.row.keyId); }, nullptr},
    SessionColumn {"address", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Address"),
                   [](const SessionCell &cell) { return cell.session.row.client.address; }, nullptr},
    SessionColumn {"device", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Device"), deviceText, clientTip},
    SessionColumn {"signedin", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Signed in"),
                   [](const SessionCell &cell) { return signedInText(cell.session.row, cell.now); },
                   [](const SessionCell &cell) {
                       return TimeTexts::toolTip(cell.session.row.authenticatedAt, cell.now);
                   }},
    SessionColumn {
        "size", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Size"),
        [](const SessionCell &cell) { return QLocale().formattedDataSize(cell.session.row.payloadBytes); },
        nullptr, false, true},
    SessionColumn {"revision", QT_TRANSLATE_NOOP("Axess::SessionColumns", "Revision"),
                   [](const SessionCell &cell) { return QLocale().toString(cell.session.row.revision); },
                   nullptr, false, true},
};

} // namespace

std::span<const SessionColumn> sessionColumns()
{
    return Columns;
}

QString sessionColumnTitle(SessionField field)
{
    return QCoreApplication::translate("Axess::SessionColumns", Columns.at(size_t(field)).title);
}

qint64 expiryOf(const SessionRow &row)
{
    return std::min(row.idleDeadline, row.absoluteDeadline);
}

QString clientText(const ClientInfo &client)
{
    const QString name = client.label.isEmpty() ? client.userAgent : client.label;
    if (name.isEmpty() || client.address.isEmpty())
        return name + client.address;
    return u"%1 · %2"_s.arg(name, client.address);
}

} // namespace Axess
