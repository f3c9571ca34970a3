// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtWidgets/qframe.h>

class QLabel;

namespace Axess {

class Chip;
class Console;

/// The band below the menu that says in words which store this window works on, and with which rights.
class EnvironmentBand : public QFrame
{
    Q_OBJECT

public:
    explicit EnvironmentBand(const Console &console, QWidget *parent = nullptr);

    /// What the band says of the access, for titles and tests.
    QString accessText() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe(const Console &console);

    Tone m_tone = Tone::Neutral;
    Chip *m_environment;
    QLabel *m_name;
    QLabel *m_where;
    Chip *m_backend;
    Chip *m_access;
    Chip *m_mode;
    Chip *m_sealing;
};

} // namespace Axess
