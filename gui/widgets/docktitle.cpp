// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/docktitle.h"

#include "widgets/icons.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

DockTitle::DockTitle(const QString &title, const QString &closing, const QString &shortcut, QWidget *parent)
    : QWidget(parent)
{
    auto *name = new QLabel(title, this);
    name->setForegroundRole(QPalette::PlaceholderText);
    auto *close = new QToolButton(this);
    close->setIcon(Icons::icon(u"clear"_s));
    close->setAutoRaise(true);
    close->setToolTip(u"%1 (%2)"_s.arg(closing, shortcut));
    close->setAccessibleName(closing);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 5, 6, 5);
    row->addWidget(name, 1);
    row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &DockTitle::closed);
}

} // namespace Axess
