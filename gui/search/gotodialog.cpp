// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/gotodialog.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

GoToDialog::GoToDialog(QWidget *parent)
    : QDialog(parent)
    , m_place(new QLineEdit(this))
{
    setObjectName(u"goToDialog"_s);
    setWindowTitle(tr("Go to"));
    m_place->setObjectName(u"goToPlace"_s);
    m_place->setAccessibleName(tr("Session id or time"));
    auto *label = new QLabel(tr("&Session id or time"), this);
    label->setBuddy(m_place);
    auto *hint = new QLabel(tr("Such as 2026-11-24, 2026-11-24T14:02, or all 32 digits of an id."), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto *go = new QPushButton(tr("Go"), this);
    go->setObjectName(u"goToConfirm"_s);
    go->setProperty("tone", u"primary"_s);
    go->setDefault(true);
    go->setEnabled(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(8);
    column->addWidget(label);
    column->addWidget(m_place);
    column->addWidget(hint);
    column->addStretch();
    column->addLayout(buttons);
    connect(m_place, &QLineEdit::textChanged, go,
            [go](const QString &text) { go->setEnabled(!text.trimmed().isEmpty()); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, &QDialog::accept);
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT chosen(m_place->text()); });
    setMinimumSize(440, 170);
}

} // namespace Axess
