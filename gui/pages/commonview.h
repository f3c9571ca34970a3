// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionquery.h>

#include <QtWidgets/qwidget.h>

class QLabel;

namespace Axess {

/// What several chosen sessions have in common.
class CommonView : public QWidget
{
    Q_OBJECT

public:
    explicit CommonView(QWidget *parent = nullptr);

    void show(const QList<ListedSession> &sessions, qint64 now);

private:
    using Value = QString (*)(const ListedSession &);

    static QString common(const QList<ListedSession> &sessions, Value value);

    QLabel *m_title;
    QList<std::pair<QLabel *, Value>> m_values;
    QLabel *m_oldest;
    QLabel *m_newest;
    QLabel *m_size;
};

} // namespace Axess
