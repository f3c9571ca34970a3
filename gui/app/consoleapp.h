// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/appearance.h"
#include "app/options.h"

#include <QtCore/qpointer.h>

#include <memory>

namespace Axess {

class HomeWindow;
class SessionStore;
class StoreWindow;

/// The program behind the windows: which are open, and what the command line asked for.
class ConsoleApp : public QObject
{
    Q_OBJECT

public:
    explicit ConsoleApp(const Options &options, QObject *parent = nullptr);
    ~ConsoleApp() override;

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void showHome();
    void openWindow(const std::shared_ptr<SessionStore> &store, const StoreAddress &address);
    void takeScreenshots(StoreWindow &window);
    void end(const QString &problem);

    Options m_options;
    Appearance m_appearance;
    std::unique_ptr<HomeWindow> m_home;
};

} // namespace Axess
