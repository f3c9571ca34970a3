// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"

#include <QtWidgets/qwidget.h>

#include <array>

class QLabel;
class QPushButton;
class QToolButton;

namespace Axess {

/// How many other sessions a session has something in common with, and the way to them.
///
/// What the store has an index for is counted at once; what it has to be scanned for only when asked.
class RelatedView : public QWidget
{
    Q_OBJECT

public:
    static constexpr int CountedAtMost = 200;

    explicit RelatedView(Console &console, QWidget *parent = nullptr);

    void show(const std::optional<ListedSession> &session);
    void countUser(); ///< Once the person looks.
    bool isSettled() const { return m_counting == 0; }
    QString countOf(int line) const; ///< 0 user, 1 address, 2 device.

Q_SIGNALS:
    void searchWanted(const QString &text);

private:
    struct Line
    {
        SessionSearch search;
        QLabel *count = nullptr;
        QPushButton *ask = nullptr;
        QToolButton *show = nullptr;
    };

    void addLine(int line, const QString &name, const QString &objectName);
    void count(int line);
    void showCount(int line, const Result<SessionPage> &page);

    Console &m_console;
    std::array<Line, 3> m_lines;
    Latest m_latest;
    int m_counting = 0;
    std::stop_source m_stop;
    bool m_userCounted = false;
};

/// The searches for what a session has in common with others; empty where it has nothing.
struct RelatedSearches
{
    static SessionSearch ofUser(const SessionRow &row);
    static SessionSearch ofAddress(const SessionRow &row);
    static SessionSearch ofDevice(const SessionRow &row);
};

} // namespace Axess
