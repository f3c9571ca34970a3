// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtWidgets/qwidget.h>

class QVBoxLayout;

namespace Axess {

/// Sentences with a tone and what to do about each, worst first as given.
class FindingList : public QWidget
{
    Q_OBJECT

public:
    struct Line
    {
        Tone tone = Tone::Neutral;
        QString sentence;
        QString remedy;
        QString action {}; ///< Words of the link to where it is done; empty = none.
        int page = -1; ///< Where it leads.
    };

    explicit FindingList(QWidget *parent = nullptr);

    void show(const QList<Line> &lines);
    const QList<Line> &lines() const { return m_lines; }

Q_SIGNALS:
    void pageWanted(int page);

private:
    QWidget *made(const Line &line);

    QVBoxLayout *m_column;
    QList<Line> m_lines;
};

} // namespace Axess
