// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/page.h"
#include "pages/searchtab.h"
#include "search/searchtexts.h"

#include <QtCore/qtimer.h>

class QAction;
class QComboBox;
class QMenu;
class QTabWidget;
class QToolButton;

namespace Axess {

class SessionActions;

/// The work-horse: find sessions, watch them, choose some to look at or to log out. Each search has a tab.
class SessionsPage : public Page
{
    Q_OBJECT

public:
    static constexpr int MostTabs = 12;

    explicit SessionsPage(Console &console, QWidget *parent = nullptr);

    /// Shows what waits; if nothing waits, reads anew.
    void refresh() override;
    bool isSettled() const override;
    void setTenants(const TenantPage &tenants) override;

    void setLookupCommand(const QString &line);
    void showUser(const UserId &user, const TenantId &tenant);
    void search();
    void search(const QString &text);
    void focusSearch();
    void saveSearch();
    void askWhereTo(); ///< For Go to.
    void fillColumns(QMenu &menu);
    void markEnded(const QList<SessionId> &ids);
    void markShownEnded(const QSet<SessionId> &ids); ///< Of so many only those that are shown.
    void markRestored(const QList<SessionId> &ids);
    void setActionsEnabled(bool enabled); ///< While the store does not answer nothing can be ended.

    void dropBulk() { tab().dropBulk(); } ///< Once it was acted on.
    const std::optional<BulkScope> &bulkScope() const { return tab().bulkScope(); }
    SearchTab *openTab(); ///< Where there are MostTabs, the current one.
    void closeTab(); ///< The last one stays.
    void turnTab(int by);
    int tabCount() const;
    SearchTab &tab() const;

    QList<ListedSession> selected() const { return tab().selected(); }
    std::optional<ListedSession> current() const { return tab().current(); }
    void select(const QList<SessionId> &ids) { tab().select(ids); }
    SessionModel &model() { return tab().model(); }

    SessionActions &actions() { return *m_actions; }
    QAction *logOutAction() const;

Q_SIGNALS:
    void currentChanged(); ///< The session to inspect is another, or none.
    /// While nobody listens to it, everything that matches cannot be chosen.
    void bulkLogOutWanted(const Axess::BulkScope &scope);
    void exportWanted(const Axess::ExportMaterial &material);
    void logOutWanted(const QList<Axess::ListedSession> &sessions);
    void inspectWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QList<SearchTab *> tabs() const;
    void connectActions();
    void connectTab(SearchTab *tab);
    QLayout *toolRow();
    void makeLive(QLayout *row);
    void selectionChanged();
    void liveChosen();
    void connectCopies();
    void readEstimate();
    void searchLikeCurrent(QString (*text)(const ListedSession &));

    SessionActions *m_actions;
    QTabWidget *m_tabs;
    QComboBox *m_live;
    QList<QToolButton *> m_tools;
    QTimer m_liveTimer;
    QTimer m_timeTimer;
    TenantPage m_tenants;
    QString m_lookupCommand;
    std::optional<StoreEstimate> m_estimate;
    qint64 m_estimatedAt = 0;
    bool m_estimating = false;
    bool m_actionsEnabled = true;
};

} // namespace Axess
