// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"

#include <QtWidgets/qwidget.h>

namespace Axess {

class Inspector;
class MessageStrip;

/// An inspector in a window of its own, which stays with its session. Says which store it looks at, as the
/// window that it came from does.
class InspectorWindow : public QWidget
{
    Q_OBJECT

public:
    /// `parent` is the window that it came from, and goes with it.
    InspectorWindow(Console &console, const ListedSession &session, bool endedHere, QWidget *parent);

    const SessionId &session() const { return m_session.row.id; }
    Inspector &inspector() { return *m_inspector; }
    MessageStrip &strip() { return *m_strip; }
    void refresh(); ///< Reads the session again.
    bool isSettled() const;

private:
    QWidget *storeLine();
    void take(const Result<SessionPage> &page);

    Console &m_console;
    ListedSession m_session;
    bool m_endedHere;
    bool m_reading = false;
    MessageStrip *m_strip;
    Inspector *m_inspector;
};

} // namespace Axess
