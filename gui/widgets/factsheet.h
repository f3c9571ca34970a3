// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qwidget.h>

class QFormLayout;
class QLabel;

namespace Axess {

/// Names and values below each other; values can be selected and copied.
class FactSheet : public QWidget
{
    Q_OBJECT

public:
    enum class Face : quint8 { Ordinary, Fixed };

    explicit FactSheet(QWidget *parent = nullptr);

    void addHeading(const QString &text);
    /// Adds a row and returns its value label, to be filled in later.
    QLabel *addFact(const QString &name, Face face = Face::Ordinary);
    void addWidget(const QString &name, QWidget *widget);
    void addWide(const QString &name,
                 QWidget *widget); ///< Name above, widget below, both over the whole width.

private:
    QLabel *nameLabel(const QString &name);

    QFormLayout *m_form;
};

} // namespace Axess
