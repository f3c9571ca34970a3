// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/appearance.h"

#include <QtCore/qtimer.h>

#include <functional>

class QWidget;

namespace Axess {

class StoreWindow;

/// Goes through the pages of a window, waits for each to fill, and saves a picture of it.
///
/// Ends with `finished`: an empty sentence, or why not.
class Screenshots : public QObject
{
    Q_OBJECT

public:
    Screenshots(StoreWindow &window, Appearance &appearance, const QString &folder,
                QObject *parent = nullptr);

    void start(std::chrono::milliseconds deadline = std::chrono::seconds(60));

Q_SIGNALS:
    void finished(const QString &problem);

private:
    struct Step
    {
        std::function<bool()> ready; ///< Asked again and again until true.
        std::function<void()> act;
    };

    void plan();
    void planLogOuts(const QString &theme);
    void planLive(const QString &theme);
    void planKeys(const QString &theme);
    void planMigration(const QString &theme);
    void planUpkeep(const QString &theme);
    void shot(const QString &name);
    void shotOf(const QString &name, const QString &window); ///< Of a dialog, which is closed then.
    void then(std::function<bool()> ready, std::function<void()> act);
    void goOn();
    void fail(const QString &sentence);
    bool chooseSession();
    void save(const QString &name, QWidget &widget);

    StoreWindow &m_window;
    Appearance &m_appearance;
    QString m_folder;
    QList<Step> m_steps;
    int m_looks = 0; ///< For a session to choose.
    int m_liveLooks = 0; ///< For charts to have lines.
    QTimer m_ticks;
    QTimer m_deadline;
};

} // namespace Axess
