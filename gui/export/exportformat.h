// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sessioncolumns.h"

namespace Axess {

/// How sessions are written into a file.
struct ExportFormat
{
    enum class Kind : quint8 {
        Csv,
        Json, ///< One array.
        JsonLines,
    };

    Kind kind = Kind::Csv;
    // Of CSV only:
    QChar delimiter = u',';
    bool hasHeader = true;
    bool hasByteOrderMark = false; ///< Some spreadsheets know UTF-8 by it only.
    QList<SessionField> columns {}; ///< From left to right.

    QByteArray begin() const;
    /// `first` = nothing was written before these.
    QByteArray rows(const QList<ListedSession> &sessions, bool first) const;
    QByteArray end() const;
};

/// What a file says in this column: whole ids, times with day, zone and all, numbers without units.
QString exportedValue(const ListedSession &session, SessionField field);
/// A field that no spreadsheet takes for a formula, in quotes where it needs them.
QString csvField(const QString &text, QChar delimiter);
QByteArray csvLine(const QStringList &values, QChar delimiter);

} // namespace Axess
