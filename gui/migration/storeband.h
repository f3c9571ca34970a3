// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"

#include <QtWidgets/qframe.h>

class QLabel;

namespace Axess {

class Chip;

/// One of two stores, as the band of a window shows its own: which part it plays, what it is for, its name.
class StoreBand : public QFrame
{
    Q_OBJECT

public:
    StoreBand(const QString &part, const QString &icon, QWidget *parent = nullptr);

    void show(const StoreAddress &address, const QString &note = {});
    QString text() const; ///< What it says, for screen readers and tests.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const QString m_part;
    const QString m_icon;
    Tone m_tone = Tone::Neutral;
    QLabel *m_partLabel;
    Chip *m_environment;
    QLabel *m_name;
    QLabel *m_where;
    Chip *m_note;
};

} // namespace Axess
