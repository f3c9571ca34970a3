// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"

#include <QtWidgets/qwidget.h>

class QAbstractButton;
class QLabel;
class QLineEdit;
class QProgressBar;
class QStackedWidget;
class QTabWidget;

namespace Axess {

class Chip;
class CommonView;
class EventModel;
class FactSheet;
class RawView;
class RelatedView;
class SessionDataView;
class StatePanel;

/// Everything about one session: summary, data behind a lock, timeline, related sessions. Of several, what
/// they have in common.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(Console &console, QWidget *parent = nullptr);

    /// Nothing = no session is chosen. The same session again keeps its data unlocked.
    void inspect(const std::optional<ListedSession> &session, bool endedHere);
    void inspectSeveral(const QList<ListedSession> &sessions);
    bool isSettled() const;
    SessionDataView &data() { return *m_data; }
    EventModel &timeline() { return *m_events; }
    RelatedView &related() { return *m_related; }
    RawView &raw() { return *m_raw; }
    QString verdict() const;

Q_SIGNALS:
    void searchWanted(const QString &text);

private:
    void forget();
    void connectAll();
    QWidget *header();
    QWidget *summaryTab();
    QWidget *timelineTab();
    void showSummary(const ListedSession &session, bool endedHere);
    void showTimes(const SessionRow &row);
    void showLife(const ListedSession &session, bool endedHere);
    void readTimeline();
    void showTimeline(const Result<QList<Event>> &events);
    QList<Event> factsOfRow() const;

    Console &m_console;
    std::optional<ListedSession> m_session;
    Latest m_latest;
    bool m_reading = false;

    QStackedWidget *m_stack;
    StatePanel *m_nothing;
    QTabWidget *m_tabs;
    QLabel *m_name = nullptr;
    QLabel *m_where = nullptr;
    Chip *m_life = nullptr;
    Chip *m_level = nullptr;
    QLabel *m_tenant = nullptr;
    QLabel *m_address = nullptr;
    QLabel *m_agent = nullptr;
    QLabel *m_created = nullptr;
    QLabel *m_signedIn = nullptr;
    QLabel *m_lastSeen = nullptr;
    QLabel *m_idle = nullptr;
    QLabel *m_absolute = nullptr;
    QProgressBar *m_remaining = nullptr;
    QLabel *m_reason = nullptr;
    QLineEdit *m_id = nullptr;
    QLabel *m_key = nullptr;
    QLabel *m_size = nullptr;
    QLabel *m_revision = nullptr;
    QLabel *m_verdict = nullptr;
    SessionDataView *m_data;
    RelatedView *m_related;
    RawView *m_raw;
    CommonView *m_common;
    EventModel *m_events;
    QLabel *m_timelineNote = nullptr;
};

} // namespace Axess
