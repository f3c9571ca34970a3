// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sessioncolumns.h"

#include <QtCore/qobject.h>

class QHeaderView;
class QMenu;

namespace Axess {

/// Which columns of the sessions table are shown, in which order and how wide: kept in the settings by the
/// columns' ids, so that a column that comes or goes disturbs no other.
class ColumnLayout : public QObject
{
    Q_OBJECT

public:
    enum class Preset : quint8 { Support, Security, Operations };

    explicit ColumnLayout(QHeaderView &header, QObject *parent = nullptr);

    void use(Preset preset);
    void reset(); ///< As it is at first.
    void restore();
    void save() const;
    QList<SessionField> shown() const; ///< From left to right.
    bool isShown(SessionField field) const;
    void setShown(SessionField field, bool shown); ///< The user always is.
    void fill(QMenu &menu); ///< A check mark for each column, the presets, and the way back.

private:
    void show(const QList<SessionField> &fields);
    int lastShown() const;
    void changed();

    QHeaderView &m_header;
    bool m_restoring = false;
};

} // namespace Axess
