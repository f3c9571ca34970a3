// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/factsheet.h"

#include <QtGui/qfontdatabase.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qlabel.h>

namespace Axess {

FactSheet::FactSheet(QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(14);
    m_form->setVerticalSpacing(6);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void FactSheet::addHeading(const QString &text)
{
    auto *label = new QLabel(text, this);
    QFont bold = font();
    bold.setBold(true);
    label->setFont(bold);
    label->setContentsMargins(0, m_form->rowCount() == 0 ? 0 : 10, 0, 2);
    m_form->addRow(label);
}

QLabel *FactSheet::nameLabel(const QString &name)
{
    auto *label = new QLabel(name, this);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    return label;
}

QLabel *FactSheet::addFact(const QString &name, Face face)
{
    auto *value = new QLabel(this);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setAccessibleName(name);
    if (face == Face::Fixed)
        value->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_form->addRow(nameLabel(name), value);
    return value;
}

void FactSheet::addWidget(const QString &name, QWidget *widget)
{
    widget->setAccessibleName(name);
    m_form->addRow(nameLabel(name), widget);
}

void FactSheet::addWide(const QString &name, QWidget *widget)
{
    widget->setAccessibleName(name);
    m_form->addRow(nameLabel(name));
    m_form->addRow(widget);
}

} // namespace Axess
