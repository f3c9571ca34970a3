// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "export/exportflow.h"
#include "models/bulkscope.h"
#include "models/sessionmodel.h"
#include "search/searchtexts.h"

#include <axess/sessionsearch.h>

#include <QtWidgets/qwidget.h>

class QLabel;
class QStackedWidget;

namespace Axess {

class ColumnLayout;
class ListTable;
class LookupStrip;
class MessageStrip;
class ScanQuestion;
class SearchBar;
class SessionSelection;
struct LookedUpUser;
class StatePanel;
class TailModel;

/// One search of the sessions page: its text, its list, what waits for it and what is chosen in it.
class SearchTab : public QWidget
{
    Q_OBJECT

public:
    explicit SearchTab(Console &console, QWidget *parent = nullptr);
    ~SearchTab() override;

    /// Searches for this text at once.
    void search(const QString &text);
    void runSearch(); ///< What stands in the bar.
    /// Shows what waits; if nothing waits, reads anew.
    void refresh();
    void stop();
    void setLookupCommand(const QString &line);
    void setEstimate(const std::optional<StoreEstimate> &estimate);
    /// Goes to a session by its id, or to where the list stands at a time such as 2026-11-24T14:02.
    void goTo(const QString &place);

    QString title() const; ///< For the tab: what it searches, short.
    bool isSettled() const;
    QList<ListedSession> selected() const;
    std::optional<ListedSession> current() const;
    void select(const QList<SessionId> &ids);
    void selectShown(); ///< What is in the window.
    /// Everything that the search matches, also what was never read: for log-outs in bulk only.
    void selectMatching();
    void dropBulk();
    const std::optional<BulkScope> &bulkScope() const { return m_bulk; }

    /// Looks for what is new, as the watch does. Never a scan: that was allowed once.
    void lookForNews();

    ExportMaterial exportMaterial() const;
    SessionModel &model() { return *m_model; }
    SearchBar &bar() { return *m_bar; }
    ListTable &table() { return *m_table; }
    ColumnLayout &columns() { return *m_columns; }

Q_SIGNALS:
    void selectionChanged();
    void inspectWanted();
    void titleChanged();
    void estimateWanted();
    void bulkLogOutWanted(const Axess::BulkScope &scope);

private:
    QFuture<Result<SessionPage>> read(const SessionQuestion &question);
    void layOut();
    void connectAll();
    void modelChanged();
    void showState();
    void showWaiting();
    void showPartial();
    void offerLookup();
    void tellBulk();
    std::optional<qint64> aboutMatching() const;
    void showLookedUp(const LookedUpUser &user);
    void stripTriggered();
    void panelTriggered();
    SearchPlan planned() const;
    void runNow();
    void makeTable();
    void begin(const SearchPlan &plan);
    void goToSession(const SessionId &id);
    void goToTime(qint64 created);
    void activated(const QModelIndex &index);
    void more();
    void keepPlace(int first, int count);

    Console &m_console;
    SessionModel *m_model;
    SearchBar *m_bar;
    ScanQuestion *m_question;
    LookupStrip *m_lookup;
    MessageStrip *m_bulkStrip;
    MessageStrip *m_strip;
    QStackedWidget *m_stack;
    TailModel *m_tail;
    SessionSelection *m_selection;
    ListTable *m_table;
    ColumnLayout *m_columns;
    StatePanel *m_state;
    QLabel *m_footer;
    QLabel *m_chosen;
    SearchPlan m_plan; ///< Of the pages that are shown.
    SearchPlan m_newsPlan;
    std::stop_source m_stop;
    std::optional<BulkScope> m_bulk;
    std::optional<StoreEstimate> m_estimate;
    QString m_bareWord; ///< Of what was searched for, until it is known whether to offer a look-up.
    std::optional<SessionId> m_wanted; ///< To be chosen as soon as it is there.
};

} // namespace Axess
