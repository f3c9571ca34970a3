// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionquery.h>

#include <QtCore/qvariant.h>

#include <span>

namespace Axess {

/// What a cell is drawn from: the session, the store's time, and what this console did to it.
struct SessionCell
{
    const ListedSession &session;
    qint64 now = 0;
    bool endedHere = false; ///< Logged out from this window.
};

/// One column of the sessions table: title, text and tool tip stay together.
struct SessionColumn
{
    const char *id; ///< In the settings since 0.1.
    const char *title;
    QString (*text)(const SessionCell &);
    QString (*toolTip)(const SessionCell &); ///< Null = the text.
    bool movesWithTime = false; ///< The text is relative to now.
    bool alignsRight = false; ///< A number.
};

/// The places of the columns in `sessionColumns()`.
enum class SessionField : quint8 {
    User,
    Tenant,
    Level,
    Life,
    Created,
    LastSeen,
    Expires,
    Client,
    Id,
    Key,
    Address,
    Device,
    SignedIn,
    Size,
    Revision,
};

std::span<const SessionColumn> sessionColumns();
QString sessionColumnTitle(SessionField field);
/// When the session ends by itself: the earlier of both deadlines.
qint64 expiryOf(const SessionRow &row);
/// "Firefox on Linux · 203.0.113.7", as far as it is known.
QString clientText(const ClientInfo &client);

} // namespace Axess
