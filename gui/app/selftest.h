// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/result.h>

#include <QtCore/qtimer.h>

#include <memory>

namespace Axess {

class Appearance;
class SessionStore;
class StoreWindow;

/// Whether this installation is whole: every backend loads, cryptography works, texts and pictures are there,
/// and the main window fills. Prints a line for each; touches no store and no setting of the person.
class SelfTest : public QObject
{
    Q_OBJECT

public:
    explicit SelfTest(QObject *parent = nullptr);
    ~SelfTest() override;

    void start(std::chrono::milliseconds deadline = std::chrono::seconds(60));

Q_SIGNALS:
    void finished(const QString &problem); ///< An empty sentence, or what is broken.

private:
    Result<void> checkFiles();
    Result<void> openWindow();
    void look();

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<StoreWindow> m_window;
    QTimer m_ticks;
    QTimer m_deadline;
};

} // namespace Axess
