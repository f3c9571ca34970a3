// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sessionactions.h"

#include "widgets/icons.h"

#include <QtGui/qaction.h>
#include <QtWidgets/qmenu.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

SessionActions::SessionActions(QWidget *owner)
    : QObject(owner)
    , logOut(make(owner, u"logout"_s, tr("Log out…"), u"logOutSelected"_s, Qt::Key_Delete))
    , logOutAll(make(owner, u"logout-all"_s, tr("Log out all of user…"), u"logOutAllOfUser"_s,
                     QKeySequence(Qt::SHIFT | Qt::Key_Delete)))
    , inspectAlone(make(owner, u"inspector"_s, tr("Inspect in a window"), u"inspectAlone"_s,
                        QKeySequence(Qt::ALT | Qt::Key_Return)))
    , history(make(owner, u"history"_s, tr("User's history"), u"historyOfUser"_s,
                   QKeySequence(Qt::CTRL | Qt::Key_H)))
    , sameUser(make(owner, u"user"_s, tr("Sessions of this user"), u"sameUser"_s, {}))
    , sameAddress(make(owner, u"search"_s, tr("Sessions from this address"), u"sameAddress"_s, {}))
    , sameDevice(make(owner, u"search"_s, tr("Sessions of such a device"), u"sameDevice"_s, {}))
    , copy(make(owner, u"copy"_s, tr("Copy id"), u"copyId"_s, QKeySequence::Copy))
    , copyRow(make(owner, u"copy"_s, tr("Copy row"), u"copyRow"_s, {}))
    , copyJson(make(owner, u"copy"_s, tr("Copy as JSON"), u"copyJson"_s, {}))
    , copyCommand(make(owner, u"copy"_s, tr("Copy as axessctl"), u"copyCommand"_s,
                       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)))
    , exportRows(make(owner, u"open"_s, tr("Export…"), u"exportSessions"_s,
                      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)))
    , selectShown(
          make(owner, u"sessions"_s, tr("Select all shown"), u"selectAllShown"_s, QKeySequence::SelectAll))
    , selectMatching(make(owner, u"sessions"_s, tr("Select all matching"), u"selectAllMatching"_s,
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)))
    , m_copyMenu(new QMenu(tr("&Copy"), owner))
{
    m_copyMenu->setIcon(Icons::icon(u"copy"_s));
    m_copyMenu->addActions({copy, copyRow, copyJson, copyCommand});
}

QAction *SessionActions::make(QWidget *owner, const QString &icon, const QString &text, const QString &name,
                              const QKeySequence &keys)
{
    auto *made = new QAction(Icons::icon(icon), text, owner);
    made->setObjectName(name);
    made->setShortcut(keys);
    made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    made->setToolTip(keys.isEmpty() ? text : u"%1 (%2)"_s.arg(text, keys.toString(QKeySequence::NativeText)));
    owner->addAction(made);
    return made;
}

QList<QAction *> SessionActions::all() const
{
    return {logOut,     logOutAll,   inspectAlone,  history,
            sameUser,   sameAddress, sameDevice,    m_copyMenu->menuAction(),
            exportRows, selectShown, selectMatching};
}

void SessionActions::judge(const QList<ListedSession> &selected, const std::optional<ListedSession> &current,
                           bool mayEnd)
{
    const bool anyLive
        = std::ranges::any_of(selected, [](const auto &session) { return session.life == Life::Live; });
    const bool ofUser = current && !current->row.user.isEmpty();
    logOut->setEnabled(mayEnd && anyLive);
    logOutAll->setEnabled(mayEnd && ofUser);
    inspectAlone->setEnabled(current.has_value());
    history->setEnabled(ofUser);
    sameUser->setEnabled(ofUser);
    sameAddress->setEnabled(current && !current->row.client.address.isEmpty());
    sameDevice->setEnabled(current && !current->row.client.label.isEmpty());
    for (QAction *each : {copy, copyRow, copyJson})
        each->setEnabled(!selected.isEmpty());
}

} // namespace Axess
