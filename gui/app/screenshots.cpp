// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screenshots.h"

#include "app/storewindow.h"
#include "live/livepage.h"
#include "models/sessionmodel.h"
#include "pages/historypage.h"
#include "pages/inspector.h"
#include "pages/sessionactions.h"
#include "pages/sessionspage.h"
#include "search/searchbar.h"

#include <QtCore/qdir.h>
#include <QtGui/qaction.h>
#include <QtWidgets/qtabwidget.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Screenshots::Screenshots(StoreWindow &window, Appearance &appearance, const QString &folder, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_appearance(appearance)
    , m_folder(folder)
{
    connect(&m_ticks, &QTimer::timeout, this, &Screenshots::goOn);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail(m_window.sessions().model().rowCount() == 0 ? tr("The store has no session to show.")
                                                         : tr("The pages did not fill in time."));
    });
    m_deadline.setSingleShot(true);
}

void Screenshots::start(std::chrono::milliseconds deadline)
{
    if (!QDir().mkpath(m_folder)) {
        fail(tr("The folder %1 cannot be made.").arg(m_folder));
        return;
    }
    m_appearance.show(Theme::Light);
    m_window.resize(1360, 820);
    m_window.show();
    // Lines need some time, during which the other pictures are taken.
    m_window.live().begin();
    plan();
    m_deadline.start(deadline);
    m_ticks.start(100ms);
}

void Screenshots::then(std::function<bool()> ready, std::function<void()> act)
{
    m_steps.append({std::move(ready), std::move(act)});
}

// Ready when the page has settled; then one more turn, so that what was laid out anew is painted.
void Screenshots::shot(const QString &name)
{
    then([this] { return m_window.isSettled(); }, [] {});
    then([] { return true; }, [this, name] { save(name, m_window); });
}

void Screenshots::plan()
{
    const auto settled = [this] { return m_window.isSettled(); };
    const auto turnTo = [this](int page) { return [this, page] { m_window.showPage(page); }; };
    shot(u"overview-light"_s);
    then(settled, turnTo(SessionsPageNumber));
    then([this] { return m_window.isSettled() && chooseSession(); }, [] {});
    shot(u"sessions-light"_s);
    then(settled, [this] { m_window.inspector().findChild<QTabWidget *>()->setCurrentIndex(2); });
    shot(u"inspector-light"_s);
    then(settled, [this] { m_window.inspector().findChild<QTabWidget *>()->setCurrentIndex(3); });
    shot(u"related-light"_s);
    then(settled,
         [this] { m_window.sessions().openTab()->search(u"device:*firefox* -ip:10.0.0.0/8 seen:<1d"_s); });
    shot(u"search-light"_s);
    then(settled,
         [this] { m_window.sessions().tab().bar().setText(u"tenant:acme seen:soon ip:203.0.113"_s); });
    then(settled, [this] { m_window.sessions().search(); });
    shot(u"search-wrong-light"_s);
    then(settled, [this] { m_window.sessions().search(u"nobody tenant:acme state:active"_s); });
    shot(u"search-empty-light"_s);
    then(settled, [this] { m_window.sessions().closeTab(); });
    then(settled, [this] { m_window.sessions().logOutAction()->trigger(); });
    shotOf(u"logout-light"_s, u"logOutDialog"_s);
    then(settled, [this] { m_window.sessions().actions().logOutAll->trigger(); });
    then(settled, [] { });
    shotOf(u"logout-user-light"_s, u"logOutDialog"_s);
    then(settled, [this] { m_window.sessions().actions().exportRows->trigger(); });
    shotOf(u"export-light"_s, u"exportDialog"_s);
    then(settled, [this] { m_window.sessions().askWhereTo(); });
    shotOf(u"goto-light"_s, u"goToDialog"_s);
    then(settled, [this] { m_window.sessions().actions().inspectAlone->trigger(); });
    shotOf(u"inspector-window-light"_s, u"inspectorWindow"_s);
    planLogOuts(u"light"_s);
    then(settled, turnTo(UsersPageNumber));
    shot(u"users-light"_s);
    then(settled, [this] {
        const auto session = m_window.sessions().current();
        m_window.showPage(HistoryPageNumber);
        if (session)
            m_window.history().showUser(session->row.user, session->row.tenant);
    });
    shot(u"history-light"_s);
    planLive(u"light"_s);
    planKeys(u"light"_s);
    planMigration(u"light"_s);
    planUpkeep(u"light"_s);
    then(settled, [this] {
        m_appearance.show(Theme::Dark);
        m_window.inspector().findChild<QTabWidget *>()->setCurrentIndex(0);
        m_window.showPage(SessionsPageNumber);
    });
    shot(u"sessions-dark"_s);
    planLogOuts(u"dark"_s);
    planKeys(u"dark"_s);
    planMigration(u"dark"_s);
    planUpkeep(u"dark"_s);
    then(settled, turnTo(OverviewPageNumber));
    shot(u"overview-dark"_s);
    planLive(u"dark"_s);
}

// The first signed-in session, since a guest has no history to show; after a while any. False = look again
// later.
bool Screenshots::chooseSession()
{
    SessionsPage &page = m_window.sessions();
    if (page.current())
        return true;
    SessionModel &model = page.model();
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.session(row).row.user.isEmpty())
            continue;
        page.select({model.session(row).row.id});
        return page.current().has_value();
    }
    if (++m_looks > 50 && model.rowCount() > 0) {
        page.select({model.session(0).row.id});
        return page.current().has_value();
    }
    page.refresh();
    return false;
}

void Screenshots::goOn()
{
    if (m_steps.isEmpty()) {
        m_ticks.stop();
        m_deadline.stop();
        Q_EMIT finished({});
        return;
    }
    if (!m_steps.constFirst().ready())
        return;
    const Step step = m_steps.takeFirst();
    step.act();
}

// Asked and taken back: nobody is logged out by a picture.
void Screenshots::shotOf(const QString &name, const QString &window)
{
    then([] { return true; }, [] {});
    then([] { return true; },
         [this, name, window] {
             if (auto *shown = m_window.findChild<QWidget *>(window)) {
                 save(name, *shown);
                 shown->close();
             }
         });
}

void Screenshots::save(const QString &name, QWidget &widget)
{
    const QString path = QDir(m_folder).filePath(name + u".png"_s);
    if (!widget.grab().save(path))
        fail(tr("The picture %1 cannot be written.").arg(path));
}

void Screenshots::fail(const QString &sentence)
{
    m_ticks.stop();
    m_deadline.stop();
    m_steps.clear();
    Q_EMIT finished(sentence);
}

} // namespace Axess
