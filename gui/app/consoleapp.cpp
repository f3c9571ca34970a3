// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/consoleapp.h"

#include "app/screenshots.h"
#include "app/storewindow.h"
#include "dialogs/homewindow.h"
#include "pages/sessionspage.h"

#include <QtCore/qsettings.h>
#include <QtWidgets/qapplication.h>

#include <cstdio>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr auto LookupKey = "lookup/command"_L1;

// A mark that was not said anew is the one that the store was given before.
StoreAddress withEnvironment(StoreAddress address)
{
    if (address.environment == Environment::Unmarked)
        address.environment = RecentStores().environmentOf(address);
    return address;
}

} // namespace

ConsoleApp::ConsoleApp(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_home(std::make_unique<HomeWindow>(options.mode))
{
    connect(m_home.get(), &HomeWindow::storeOpened, this, &ConsoleApp::openWindow);
    connect(m_home.get(), &HomeWindow::openFailed, this, [this](const QString &sentence) {
        if (!m_options.screenshots.isEmpty())
            end(sentence);
    });
}

ConsoleApp::~ConsoleApp() = default;

void ConsoleApp::start()
{
    if (m_options.screenshots.isEmpty())
        m_home->show();
    if (!m_options.store.url.isEmpty())
        m_home->open(withEnvironment(m_options.store));
}

void ConsoleApp::showHome()
{
    m_home->fillRecent();
    m_home->show();
    m_home->raise();
    m_home->activateWindow();
}

void ConsoleApp::openWindow(const std::shared_ptr<SessionStore> &store, const StoreAddress &address)
{
    auto *window = new StoreWindow(store, address, m_appearance, m_options.mode);
    connect(window, &StoreWindow::anotherStoreWanted, this, &ConsoleApp::showHome);
    const QString lookup = m_options.lookupCommand.isEmpty() ? QSettings().value(LookupKey).toString()
                                                             : m_options.lookupCommand;
    window->sessions().setLookupCommand(lookup);
    if (!m_options.screenshots.isEmpty()) {
        takeScreenshots(*window);
        return;
    }
    window->show();
    m_home->hide();
}

void ConsoleApp::takeScreenshots(StoreWindow &window)
{
    auto *screenshots = new Screenshots(window, m_appearance, m_options.screenshots, &window);
    connect(screenshots, &Screenshots::finished, this, &ConsoleApp::end);
    screenshots->start();
}

void ConsoleApp::end(const QString &problem)
{
    if (!problem.isEmpty())
        std::fprintf(stderr, "axess-console: %s\n", qUtf8Printable(problem));
    Q_EMIT finished(problem.isEmpty() ? 0 : 1);
}

} // namespace Axess
