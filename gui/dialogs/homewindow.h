// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/consolemode.h"
#include "app/recentstores.h"

#include <axess/sessionstore.h>

#include <QtWidgets/qwidget.h>

class QListWidget;
class QListWidgetItem;

namespace Axess {

class MessageStrip;
class StoreChooser;

/// The first window: choose a store, or one of the stores that were opened last.
class HomeWindow : public QWidget
{
    Q_OBJECT

public:
    /// What is opened is opened for this mode.
    explicit HomeWindow(ConsoleMode mode = ConsoleMode::Operator, QWidget *parent = nullptr);

    void open(const StoreAddress &address);
    void suggest(const StoreAddress &address);
    void fillRecent();

Q_SIGNALS:
    void storeOpened(const std::shared_ptr<Axess::SessionStore> &store, const Axess::StoreAddress &address);
    void openFailed(const QString &sentence);

private:
    void opened(const Result<std::shared_ptr<SessionStore>> &store, const StoreAddress &address);
    QWidget *headline();
    QWidget *recentSide();
    StoreAddress addressOf(const QListWidgetItem *item) const;

    StoreChooser *m_chooser;
    QListWidget *m_recent;
    MessageStrip *m_strip;
    RecentStores m_stores;
    ConsoleMode m_mode;
    bool m_opening = false;
};

} // namespace Axess
